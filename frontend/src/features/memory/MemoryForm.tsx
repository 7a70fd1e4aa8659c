'use client';

import { useState } from 'react';
import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { refused, told } from '@/lib/toasts';
import { remember, type Wish } from './queries';

type Props = { agentId: string; scopes: string[]; onDone: () => void };

const READERS: Record<string, string> = { agent: 'This agent', farm: 'Every agent of its farm', global: 'Every agent of its owner' };
const KINDS = [{ value: 'fact', label: 'Fact' }, { value: 'lesson', label: 'Lesson' }, { value: 'risk', label: 'Risk' }];

/** Telling an agent something that it finds again by its words. */
export function MemoryForm({ agentId, scopes, onDone }: Props) {
  const [wish, setWish] = useState<Wish>({ title: '', content: '', scope: 'agent', kind: 'fact', importance: 0.5 });
  const change = (part: Partial<Wish>) => setWish((before) => ({ ...before, ...part }));
  const cache = useQueryClient();
  const storing = useMutation({
    mutationFn: remember,
    onSuccess: () => {
      told('It knows that now');
      onDone();
    },
    onError: (error) => refused('It was not stored', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.memories(agentId) }),
  });
  const isWhole = wish.title.trim() !== '' && wish.content.trim() !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !storing.isPending) storing.mutate({ ...wish, agentId });
      }}
    >
      <Stack gap="sm">
        <TextInput label="In one line" withAsterisk data-autofocus maxLength={200} value={wish.title} onChange={(event) => change({ title: event.currentTarget.value })} />
        <Textarea label="What there is to know" withAsterisk autosize minRows={3} maxLength={8000} value={wish.content} onChange={(event) => change({ content: event.currentTarget.value })} />
        <Select label="Who reads it" allowDeselect={false} data={scopes.map((value) => ({ value, label: READERS[value] ?? value }))} value={wish.scope} onChange={(next) => next && change({ scope: next as Wish['scope'] })} />
        <Select label="Kind" allowDeselect={false} data={KINDS} value={wish.kind} onChange={(next) => next && change({ kind: next as Wish['kind'] })} />
        <NumberInput label="Importance" description="From 0 to 1; half of it is left after 30 days" min={0} max={1} step={0.1} decimalScale={2} hideControls value={wish.importance} onChange={(next) => typeof next === 'number' && change({ importance: next })} />
        <Group justify="flex-end">
          <Button type="submit" loading={storing.isPending} disabled={!isWhole}>
            Store
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
