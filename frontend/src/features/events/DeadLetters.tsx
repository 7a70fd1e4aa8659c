'use client';

import { useState, type FormEvent } from 'react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconMailCheck } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Json } from '@/components/data/Json';
import { Panel } from '@/components/data/Panel';
import { StoryLink } from '@/components/data/StoryLink';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { keys } from '@/lib/api/keys';
import type { DeadLetter } from '@/lib/api/types';
import { refused, told } from '@/lib/toasts';
import { letter as letterOf, openLetters, resolveLetter, retryLetter } from './letters';

const column = createColumnHelper<TableFeatures, DeadLetter>();
const columns: Column<DeadLetter>[] = [
  column.accessor('subscriber', { header: 'Subscriber' }),
  column.accessor('eventSeq', { header: 'Event', meta: { numeric: true }, cell: ({ row: { original } }) => <StoryLink of={original.eventId} label={String(original.eventSeq)} /> }),
  column.accessor('error', { header: 'Because', enableSorting: false, meta: { grow: true, wide: true } }),
  column.accessor('attempts', { header: 'Tried', meta: { numeric: true, wide: true } }),
  column.accessor('parkedAt', { header: 'Parked', meta: { numeric: true }, cell: ({ getValue }) => <Age at={getValue()} /> }),
  column.display({ id: 'look', header: 'Action', meta: { numeric: true }, cell: ({ row }) => <Look letter={row.original} /> }),
];

/** Events that a subscriber could not take: looked at, handed over again, or put aside. */
export function DeadLetters() {
  const query = useQuery(openLetters);
  return (
    <Panel title="Dead letters" flush>
      <Answer query={query}>
        {({ results }) => (
          <DataTable label="Dead letters" bounded rows={results} columns={columns} rowId={(row) => row.id} empty={<Empty title="Every event was taken" icon={IconMailCheck}>What a subscriber cannot take is parked here, and holds no other up.</Empty>} />
        )}
      </Answer>
    </Panel>
  );
}

function Look({ letter }: { letter: DeadLetter }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="compact-xs" onClick={() => setOpen(true)}>
        Look
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} size="lg" title={`Event ${letter.eventSeq}, for ${letter.subscriber}`} closeButtonProps={{ 'aria-label': 'Close' }}>
        {isOpen && <Opened letter={letter} close={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function Opened({ letter, close }: { letter: DeadLetter; close: () => void }) {
  const query = useQuery(letterOf(letter.id));
  const [reason, setReason] = useState('');
  const retrying = useDealing(() => retryLetter(letter.id), 'The event was taken', close);
  const resolving = useDealing(() => resolveLetter({ id: letter.id, reason: reason.trim() }), 'The event was put aside', close);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim()) resolving.mutate();
  };
  return (
    <Stack gap="sm">
      <Json value={letter.error} label="Why it was parked" />
      <Answer query={query}>{({ event }) => (event ? <Json value={event} label="The event" /> : <Empty title="The event is past retention" />)}</Answer>
      <form onSubmit={submit}>
        <TextInput label="What was done by hand" description="For the record, where it is put aside" maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end" mt="sm">
          <Button type="submit" variant="default" disabled={!reason.trim()} loading={resolving.isPending}>
            Put aside
          </Button>
          <Button type="button" loading={retrying.isPending} onClick={() => retrying.mutate()}>
            Hand over again
          </Button>
        </Group>
      </form>
    </Stack>
  );
}

function useDealing(act: () => Promise<unknown>, done: string, close: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      told(done);
      close();
    },
    onError: (error) => refused('It stays parked', error),
    onSettled: () => Promise.all([keys.subscribers, keys.deadLetters].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
