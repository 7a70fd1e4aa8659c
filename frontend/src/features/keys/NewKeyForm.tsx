'use client';

import { useState } from 'react';
import { Button, Checkbox, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CopyId } from '@/components/data/CopyId';
import { Failure } from '@/components/feedback/States';
import { keys } from '@/lib/api/keys';
import { fleetStatus } from '@/lib/api/queries';
import { humanise } from '@/lib/format';
import { useAccount } from '@/lib/session';
import { ToolPicker } from './ToolPicker';
import { issueKey, type Scope } from './queries';

const AGENTS: Scope[] = ['read', 'trade'];
const SCOPES: Scope[] = [...AGENTS, 'operate', 'admin'];
const LIFETIMES = Object.entries({ 30: '30 days', 90: '90 days', 365: 'a year', none: 'until it is revoked' }).map(([value, label]) => ({ value, label }));
const DAY = 86_400_000;

/** When a key ends that is issued now for so many days; null: never by itself. */
export const endOf = (days: string, now: number): string | null => (days === 'none' ? null : new Date(now + Number(days) * DAY).toISOString());

/** A key to issue: for whom, for what, for how long. It is shown once. */
export function NewKeyForm({ onDone }: { onDone: () => void }) {
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [actorId, setActor] = useState<string | null>(null);
  const [scopes, setScopes] = useState<Scope[]>(['read']);
  const [days, setDays] = useState('90');
  const [only, setOnly] = useState<string[] | null>(null);
  const issuing = useMutation({ mutationFn: issueKey, onSuccess: () => cache.invalidateQueries({ queryKey: keys.apiKeys }) });
  if (issuing.data) return <Shown secret={issuing.data.key} onDone={onDone} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        issuing.mutate({ name: name.trim(), scopes, tools: only, actorId, expiresAt: endOf(days, Date.now()) });
      }}
    >
      <Stack gap="sm">
        <TextInput label="Name" description="What it is for, to tell keys apart" required maxLength={120} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Holder actorId={actorId} onChange={(id) => {
          setActor(id);
          setOnly(only && []);
          if (id) setScopes(scopes.filter((scope) => AGENTS.includes(scope)));
        }} />
        <Scopes isAgent={actorId !== null} scopes={scopes} onChange={setScopes} />
        <Select label="It holds" data={LIFETIMES} value={days} allowDeselect={false} onChange={(value) => value && setDays(value)} />
        <Switch label="Only for some tools" checked={only !== null} onChange={(event) => setOnly(event.currentTarget.checked ? [] : null)} />
        {only && <ToolPicker agentId={actorId} chosen={only} onChange={setOnly} />}
        {issuing.error && <Failure error={issuing.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={issuing.isPending} disabled={!name.trim() || !scopes.length || only?.length === 0}>
            Issue the key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Whom it acts as: oneself, or an agent that one sees. */
function Holder({ actorId, onChange }: { actorId: string | null; onChange: (id: string | null) => void }) {
  const agents = useQuery(fleetStatus).data?.agents ?? [];
  return <Select label="It acts as" placeholder="Yourself" searchable clearable data={agents.map(({ id, name }) => ({ value: id, label: name }))} value={actorId} onChange={onChange} />;
}

function Scopes({ isAgent, scopes, onChange }: { isAgent: boolean; scopes: Scope[]; onChange: (scopes: Scope[]) => void }) {
  const account = useAccount();
  const may = SCOPES.filter((scope) => account.scopes.includes(scope) && (!isAgent || AGENTS.includes(scope)));
  return (
    <Checkbox.Group label="It may" value={scopes} onChange={(value) => onChange(value as Scope[])}>
      <Group gap="md" mt={4}>
        {may.map((scope) => (
          <Checkbox key={scope} value={scope} label={humanise(scope)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

function Shown({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <Stack gap="sm">
      <Text size="sm">Keep it now: it is not shown again, and nobody can look it up.</Text>
      <CopyId value={secret} full label="key" />
      <Group justify="flex-end">
        <Button onClick={onDone}>I have it</Button>
      </Group>
    </Stack>
  );
}
