'use client';

import { useState } from 'react';
import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import type { Todo } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { refused, told } from '@/lib/toasts';
import { createTodo, type Priority } from './queries';

type Props = { agentId: string; among: Todo[]; onDone: () => void };

const PRIORITIES: Priority[] = ['low', 'normal', 'high', 'critical'];

/** Writing down something to be done, by itself or as a part of something else. */
export function TodoForm({ agentId, among, onDone }: Props) {
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [priority, setPriority] = useState<Priority>('normal');
  const [due, setDue] = useState('');
  const [parentId, setParent] = useState<string | null>(null);
  const cache = useQueryClient();
  const writing = useMutation({
    mutationFn: createTodo,
    onSuccess: () => {
      told('It is on the list');
      onDone();
    },
    onError: (error) => refused('It was not written down', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.todos(agentId) }),
  });
  const write = () => writing.mutate({ agentId, title: title.trim(), description: description.trim(), priority, parentId, dueAt: due ? new Date(due).toISOString() : null });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() && !writing.isPending) write();
      }}
    >
      <Stack gap="sm">
        <TextInput label="What" withAsterisk data-autofocus maxLength={200} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <Textarea label="How, and why" autosize minRows={2} maxLength={4000} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
        <Select label="Priority" allowDeselect={false} data={PRIORITIES.map((value) => ({ value, label: humanise(value) }))} value={priority} onChange={(next) => next && setPriority(next as Priority)} />
        <TextInput label="Due" type="datetime-local" value={due} onChange={(event) => setDue(event.currentTarget.value)} />
        {among.length > 0 && <Select label="Part of" clearable searchable data={among.map(({ id, title: label }) => ({ value: id, label }))} value={parentId} onChange={setParent} />}
        <Group justify="flex-end">
          <Button type="submit" loading={writing.isPending} disabled={!title.trim()}>
            Write it down
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
