'use client';

import { useState } from 'react';
import { useRouter } from 'next/navigation';
import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import { refused } from '@/lib/toasts';
import { createFarm } from './queries';

/** What a farm is called and for, in a dialog. */
export function FarmForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const router = useRouter();
  const cache = useQueryClient();
  const making = useMutation({
    mutationFn: createFarm,
    onSuccess: (made) => router.push('id' in made ? `/farms/${made.id}` : '/farms'),
    onError: (error) => refused('The farm was not made', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.farms }),
  });
  const wrong = making.error && Problem.of(making.error);
  return (
    <Modal opened onClose={onClose} title="A farm" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && !making.isPending) making.mutate({ name: name.trim(), description: description.trim() });
        }}
      >
        <Stack gap="sm">
          <TextInput label="Name" withAsterisk data-autofocus maxLength={120} value={name} error={wrong?.reasonFor('name')} onChange={(event) => setName(event.currentTarget.value)} />
          <Textarea label="What it is for" maxLength={500} autosize minRows={2} value={description} error={wrong?.reasonFor('description')} onChange={(event) => setDescription(event.currentTarget.value)} />
          <Group justify="flex-end">
            <Button type="submit" loading={making.isPending} disabled={!name.trim()}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
