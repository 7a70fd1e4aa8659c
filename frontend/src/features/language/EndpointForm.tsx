'use client';

import { useState } from 'react';
import { Button, Group, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import { refused, told } from '@/lib/toasts';
import { save, type Draft } from './endpoints';

const KINDS = [
  { value: 'openai', label: 'OpenAI, or what speaks its API' },
  { value: 'anthropic', label: 'Anthropic' },
];

/** One place where a model is asked. Its key goes in and is never shown again. */
export function EndpointForm({ before, onDone }: { before: Draft; onDone: () => void }) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState(before);
  const isNew = before.name === '';
  const saving = useMutation({
    mutationFn: () => save(draft),
    onSuccess: () => {
      told(`${draft.name.trim()} is set`);
      onDone();
    },
    onError: (error) => refused('The endpoint is not set', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.languageEndpoints }),
  });
  const problem = saving.error && Problem.of(saving.error);
  const change = (changes: Partial<Draft>) => setDraft((known) => ({ ...known, ...changes }));
  const text = (name: Exclude<keyof Draft, 'enabled' | 'kind'>, field: string) => ({
    value: draft[name],
    error: problem?.reasonFor(field),
    autoComplete: 'off',
    onChange: ({ currentTarget: { value } }: React.ChangeEvent<HTMLInputElement>) => change({ [name]: value }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving.isPending) saving.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput label="Name" placeholder="main" required pattern="[-a-zA-Z0-9_]+" maxLength={40} disabled={!isNew} data-autofocus={isNew || undefined} {...text('name', 'name')} />
        <Select label="It speaks the API of" data={KINDS} value={draft.kind} onChange={(kind) => change({ kind: kind as Draft['kind'] })} allowDeselect={false} />
        <TextInput label="Address" description="As the provider names it; where OpenAI's API is spoken it ends in /v1. Private addresses take the setting agents.private_language_endpoints" required maxLength={2000} {...text('baseUrl', 'base_url')} />
        <TextInput label="Model" placeholder="gpt-5-mini" required maxLength={120} {...text('model', 'model')} />
        <TextInput label="Key" type="password" placeholder={isNew ? '' : 'Unchanged'} description="Sealed, and never shown again" maxLength={1000} {...text('key', 'key')} />
        <Group grow align="start">
          <TextInput label="Price in" description="USD per million tokens" placeholder="As listed" inputMode="decimal" {...text('inputPrice', 'input_price')} />
          <TextInput label="Price out" description="USD per million tokens" placeholder="As listed" inputMode="decimal" {...text('outputPrice', 'output_price')} />
          <TextInput label="Turn" description="The lowest is asked first" inputMode="numeric" {...text('position', 'position')} />
        </Group>
        <Switch label="Agents may ask it" checked={draft.enabled} onChange={(event) => change({ enabled: event.currentTarget.checked })} />
        <Group justify="flex-end">
          <Button type="submit" loading={saving.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
