'use client';

import { useState } from 'react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';

type Written = { id?: string };
type Props = {
  title: string;
  action: string;
  initial?: string;
  opened: boolean;
  onClose: () => void;
  write: (named: { name: string }) => Promise<unknown>;
  onDone?: (id: string) => void;
};

/** Ask for a name, and say there what is wrong with it. */
export function NameDialog({ title, opened, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened && <Form {...rest} onClose={onClose} />}
    </Modal>
  );
}

function Form({ action, initial = '', onClose, write, onDone }: Omit<Props, 'title' | 'opened'>) {
  const [name, setName] = useState(initial);
  const cache = useQueryClient();
  const writing = useMutation({
    mutationFn: write,
    onSuccess: (written) => {
      const { id } = written as Written;
      if (id) onDone?.(id);
      onClose();
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.watchlists }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() && !writing.isPending) writing.mutate({ name: name.trim() });
      }}
    >
      <Stack gap="sm">
        <TextInput label="Name" maxLength={120} data-autofocus value={name} error={writing.error && Problem.of(writing.error).message} onChange={(event) => setName(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button type="submit" disabled={!name.trim()} loading={writing.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
