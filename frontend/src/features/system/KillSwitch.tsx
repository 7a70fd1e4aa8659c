'use client';

import { useState } from 'react';
import { Button, Radio, Select, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { TypedConfirm } from '@/components/forms/TypedConfirm';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import { fleetStatus } from '@/lib/api/queries';
import type { KillSwitch as Switch } from '@/lib/api/types';
import { useAccount, useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { HaltProgress } from './HaltProgress';
import { engage, killSwitch, LEVELS, release, type Level } from './queries';
import classes from './KillSwitch.module.css';

type Target = { id: string; name: string };

/** Halt everything one owns, one agent, or for admins the whole platform, at once; and let it go on again. */
export function KillSwitch() {
  const query = useQuery(killSwitch);
  return (
    <Panel title="Kill switch">
      <Answer query={query}>{(state) => <Console state={state} />}</Answer>
    </Panel>
  );
}

function Console({ state }: { state: Switch }) {
  const account = useAccount();
  const { data: fleet } = useQuery(fleetStatus);
  const own: Target = { id: account.id, name: `Everything ${account.name} owns` };
  const platform: Target[] = useMay('admin') ? [{ id: state.platformId, name: 'The whole platform' }] : [];
  const targets = [own, ...platform, ...(fleet?.agents ?? [])];
  const [targetId, setTargetId] = useState(account.id);
  const target = targets.find(({ id }) => id === targetId) ?? own;
  const standing = state.results.find((halt) => halt.targetId === target.id);
  const mayEngage = useMay('trade');
  return (
    <>
      <p className={classes.text}>
        Once it is engaged, no order of anyone it binds is accepted, matched or sent. Reading, cancelling and closing stay possible.
      </p>
      {state.results.map((halt) => (
        <div key={halt.id} className={classes.halt}>
          <div>
            <Status value="offline" label="Halted" /> <strong>{halt.targetName}</strong>
            <p>
              {halt.reason} · <Age at={halt.engagedAt} />
            </p>
            <HaltProgress halt={halt} />
          </div>
          <Release target={{ id: halt.targetId, name: halt.targetName }} />
        </div>
      ))}
      {mayEngage && (
        <div className={classes.engage}>
          <Select aria-label="Whom to halt" data={targets.map(({ id, name }) => ({ value: id, label: name }))} value={target.id} onChange={(next) => next && setTargetId(next)} searchable={targets.length > 8} flex={1} />
          <Engage key={target.id} target={target} standing={standing?.level} />
        </div>
      )}
    </>
  );
}

function useSwitch<Order>(act: (order: Order) => Promise<unknown>, done: string, failed: string, close: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      told(done);
      close();
    },
    onError: (error) => refused(failed, error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.killSwitch }),
  });
}

function LevelChoice({ level, onChange }: { level: Level; onChange: (next: Level) => void }) {
  return (
    <Radio.Group label="How far it goes" value={level} onChange={(next) => onChange(next as Level)} mt="sm">
      <Stack gap={6} mt={6}>
        {Object.entries(LEVELS).map(([value, { label, description }]) => (
          <Radio key={value} value={value} label={label} description={description} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** Halt a target, or make the halt that stands stricter. */
function Engage({ target, standing }: { target: Target; standing: Level | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const [level, setLevel] = useState<Level>('stop_new_risk');
  const close = () => setOpen(false);
  const engaging = useSwitch(engage, `${target.name} is halted`, 'The kill switch was not engaged', close);
  return (
    <>
      <Button color="red.9" leftSection={<IconHandStop size={16} />} disabled={standing === 'flatten'} onClick={() => setOpen(true)}>
        {standing === undefined ? 'Halt' : standing === 'flatten' ? 'Halted' : 'Halt harder'}
      </Button>
      <TypedConfirm opened={isOpen} onClose={close} title={`Halt ${target.name}?`} word="HALT" action="Engage the kill switch" needsReason isBusy={engaging.isPending} onConfirm={(reason) => engaging.mutate({ reason, targetId: target.id, level })}>
        Nothing bound by it will add risk until it is released.
        <LevelChoice level={level} onChange={setLevel} />
      </TypedConfirm>
    </>
  );
}

function Release({ target }: { target: Target }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const releasing = useSwitch(release, `${target.name} may act again`, 'The kill switch was not released', close);
  if (!useMay('operate')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerPlay size={15} />} onClick={() => setOpen(true)}>
        Release
      </Button>
      <TypedConfirm opened={isOpen} onClose={close} title={`Release ${target.name}?`} word="RELEASE" action="Release" color="teal.9" needsReason isBusy={releasing.isPending} onConfirm={(reason) => releasing.mutate({ reason, targetId: target.id, confirm: 'RELEASE' })}>
        Its agents decide and trade again from the next bar on.
      </TypedConfirm>
    </>
  );
}
