'use client';

import { useState } from 'react';
import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { fleetStatus, myTools } from '@/lib/api/queries';
import { humanise } from '@/lib/format';
import type { Filters } from './queries';

const OUTCOMES = ['SUCCEEDED', 'REFUSED', 'FAILED', 'CANCELLED'].map((value) => ({ value, label: humanise(value.toLowerCase()) }));
const TYPING = 300;

type Props = { filters: Filters; onChange: (change: Partial<Filters>) => void };

/** What the trail is narrowed by; words are searched once they are no longer typed. */
export function FilterBar({ filters, onChange }: Props) {
  const [text, setText] = useState(filters.text ?? '');
  const search = useDebouncedCallback((value: string) => onChange({ text: value.trim() || null }), TYPING);
  const tools = useQuery(myTools()).data ?? [];
  const agents = useQuery(fleetStatus).data?.agents ?? [];
  return (
    <Group gap="xs" role="search" aria-label="Narrow the audit log">
      <TextInput
        aria-label="Search words"
        placeholder="Words of action, code or reason"
        leftSection={<IconSearch size={15} />}
        maxLength={200}
        style={{ flex: '1 1 220px' }}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          search(value);
        }}
      />
      <Select aria-label="Tool" placeholder="Any tool" searchable clearable w={190} data={tools.map(({ name, title }) => ({ value: name, label: title }))} value={filters.tool} onChange={(tool) => onChange({ tool })} />
      <Select aria-label="Outcome" placeholder="Any outcome" clearable w={150} data={OUTCOMES} value={filters.status} onChange={(status) => onChange({ status })} />
      <Select aria-label="Agent" placeholder="Anybody" searchable clearable w={170} data={agents.map(({ id, name }) => ({ value: id, label: name }))} value={filters.agentId} onChange={(agentId) => onChange({ agentId })} />
    </Group>
  );
}
