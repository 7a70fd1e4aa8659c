'use client';

import { useState } from 'react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconX } from '@tabler/icons-react';
import { keys } from '@/lib/api/keys';
import type { Approval } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { refused, told } from '@/lib/toasts';
import { approve, reject } from './queries';
import classes from './approvals.module.css';

/** What the platform made of a yes: also a yes that came too late is an answer. */
const OUTCOMES: Partial<Record<Approval['state'], string>> = { APPROVED: 'is approved and runs', PENDING: 'waits for a second person', VOID: 'is void', EXPIRED: 'has expired', REJECTED: 'is rejected' };

/** Yes, or no with a reason. */
export function Decide({ asked }: { asked: Approval }) {
  const cache = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const onSettled = () => cache.invalidateQueries({ queryKey: keys.approvals });
  const tell = ({ state, reason }: Pick<Approval, 'state' | 'reason'>) => told(`${humanise(asked.tool)} of ${asked.actor.name} ${OUTCOMES[state] ?? humanise(state)}`, reason);
  const saying = useMutation({ mutationFn: () => approve(asked), onSuccess: (answer) => tell(answer as Approval), onError: (error) => refused('Not approved', error), onSettled });
  const refusing = useMutation({
    mutationFn: (reason: string) => reject({ id: asked.id, reason }),
    onSuccess: (answer) => {
      tell(answer as Approval);
      setOpen(false);
    },
    onError: (error) => refused('Not rejected', error),
    onSettled,
  });
  return (
    <Group gap={8} className={classes.decide}>
      <Button size="xs" leftSection={<IconCheck size={14} aria-hidden />} loading={saying.isPending} onClick={() => saying.mutate()}>
        Approve
      </Button>
      <Button size="xs" variant="default" leftSection={<IconX size={14} aria-hidden />} onClick={() => setOpen(true)}>
        Reject
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`Reject: ${humanise(asked.tool)}`} closeButtonProps={{ 'aria-label': 'Close' }}>
        {isOpen && <Why isBusy={refusing.isPending} onDone={refusing.mutate} />}
      </Modal>
    </Group>
  );
}

function Why({ isBusy, onDone }: { isBusy: boolean; onDone: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && reason.trim()) onDone(reason.trim());
      }}
    >
      <Stack gap="sm">
        <TextInput label="Reason" description="Whoever asked is told" required maxLength={400} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button type="submit" color="red" loading={isBusy} disabled={!reason.trim()}>
            Reject
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
