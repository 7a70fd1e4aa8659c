'use client';

import { useState } from 'react';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBell, IconBellCheck } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { Alert } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { acknowledge, openAlerts, resolve } from './alerts';
import classes from './Alerts.module.css';

const SEVERITIES: Record<string, string> = { CRITICAL: 'critical', WARNING: 'degraded', INFO: 'info' };

/** What somebody should look at, and saying that one does. */
export function Alerts() {
  const query = useQuery(openAlerts);
  return (
    <Panel title="Alerts" aside={query.data && <span className={classes.count}>{query.data.count} open</span>} flush>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ul className={classes.alerts}>
              {results.map((alert) => (
                <Line key={alert.id} alert={alert} />
              ))}
            </ul>
          ) : (
            <Empty title="No alert is open" icon={IconBell}>
              What needs a person appears here the moment it is found.
            </Empty>
          )
        }
      </Answer>
    </Panel>
  );
}

function Line({ alert }: { alert: Alert }) {
  const mayOperate = useMay('operate');
  const isKnown = alert.status === 'ACKNOWLEDGED';
  return (
    <li className={classes.alert} data-alert={alert.id} data-status={alert.status}>
      <Status value={SEVERITIES[alert.severity] ?? alert.severity} label={humanise(alert.severity)} />
      <div className={classes.text}>
        <strong>{alert.title}</strong>
        <p className={classes.detail}>
          {alert.detail} Since <Age at={alert.raisedAt} />.
        </p>
        {isKnown && (
          <p className={classes.detail}>
            <IconBellCheck size={13} aria-hidden /> Acknowledged <Age at={alert.acknowledgedAt} />
            {alert.note && `: ${alert.note}`}
          </p>
        )}
      </div>
      {mayOperate && (
        <Group gap={6} wrap="nowrap">
          {!isKnown && <Deal alert={alert} act={acknowledge} action="Acknowledge" done="is acknowledged" />}
          <Deal alert={alert} act={resolve} action="Resolve" done="is resolved" />
        </Group>
      )}
    </li>
  );
}

const MEANINGS = {
  Acknowledge: 'It stays open, and quiet, until what it tells of is over.',
  Resolve: 'It ends now. If it is still so after its rule has rested, another is raised.',
};

type DealProps = { alert: Alert; act: typeof acknowledge; action: keyof typeof MEANINGS; done: string };

function Deal({ alert, act, action, done }: DealProps) {
  const cache = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const dealing = useMutation({
    mutationFn: (note: string) => act({ id: alert.id, note }),
    onSuccess: () => {
      told(`${alert.title} ${done}`);
      setOpen(false);
    },
    onError: (error) => refused(`${action} failed`, error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.alerts }),
  });
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpen(true)}>
        {action}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`${action}: ${alert.title}`} closeButtonProps={{ 'aria-label': 'Close' }}>
        {isOpen && <NoteForm action={action} explanation={MEANINGS[action]} isBusy={dealing.isPending} onDone={dealing.mutate} />}
      </Modal>
    </>
  );
}

type NoteProps = { action: string; explanation: string; isBusy: boolean; onDone: (note: string) => void };

function NoteForm({ action, explanation, isBusy, onDone }: NoteProps) {
  const [note, setNote] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onDone(note.trim());
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{explanation}</Text>
        <TextInput label="Note" description="What was found or done, for those who look later" maxLength={500} data-autofocus value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
