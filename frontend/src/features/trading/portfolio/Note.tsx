'use client';

import { useState } from 'react';
import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPencil } from '@tabler/icons-react';
import { keys } from '@/lib/api/keys';
import type { Trip } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { annotate } from './queries';
import classes from './Note.module.css';

const LONGEST = 4000;

/** What is said of a trade, and a way to say something else. */
export function Note({ trip }: { trip: Trip }) {
  const [isOpen, setOpen] = useState(false);
  const mayTrade = useMay('trade');
  return (
    <span className={classes.note}>
      {trip.note && <span className={classes.text} title={trip.note}>{trip.note}</span>}
      {mayTrade && (
        <Button variant="subtle" size="compact-xs" leftSection={<IconPencil size={13} />} onClick={() => setOpen(true)}>
          {trip.note ? 'Edit' : 'Add a note'}
        </Button>
      )}
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`Note on ${trip.symbol}`} closeButtonProps={{ 'aria-label': 'Close' }}>
        {isOpen && <Form trip={trip} onDone={() => setOpen(false)} />}
      </Modal>
    </span>
  );
}

function Form({ trip, onDone }: { trip: Trip; onDone: () => void }) {
  const [note, setNote] = useState(trip.note);
  const cache = useQueryClient();
  const writing = useMutation({
    mutationFn: annotate,
    onSuccess: () => {
      told('The note is kept');
      onDone();
    },
    onError: (error) => refused('The note was not kept', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.journal }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!writing.isPending) writing.mutate({ id: trip.id, note: note.trim() });
      }}
    >
      <Stack gap="sm">
        <Textarea label="Note" description="Why it was made, what it taught" autosize minRows={4} maxLength={LONGEST} data-autofocus value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button type="submit" loading={writing.isPending}>
            Keep
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
