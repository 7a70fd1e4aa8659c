'use client';

import { useState } from 'react';
import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { agentTypes, farmNames } from '@/lib/api/queries';
import { humanise } from '@/lib/format';
import type { FleetFilter, useFleetFilter } from './filters';
import classes from './AgentTable.module.css';

const STATES = ['all', 'running', 'paused', 'stopped', 'error'];
const WAIT = 300;

type Props = { filter: FleetFilter; onNarrow: ReturnType<typeof useFleetFilter>['narrow'] };

/** By name, type, farm and state; the platform looks through all agents, not only through those in sight. */
export function FleetFilters({ filter, onNarrow }: Props) {
  const [name, write] = useState(filter.search ?? '');
  const search = useDebouncedCallback((words: string) => onNarrow({ name: words || null }), WAIT);
  const { data: kinds } = useQuery(agentTypes);
  const { data: farms } = useQuery(farmNames);
  return (
    <div className={classes.filters}>
      <TextInput
        className={classes.text}
        data-filter
        aria-label="Filter agents"
        placeholder="Filter by name"
        maxLength={120}
        leftSection={<IconSearch size={15} />}
        value={name}
        onChange={(event) => {
          write(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <Select aria-label="Type" w={150} clearable placeholder="All types" data={kinds?.results.map((each) => ({ value: each.type, label: each.title })) ?? []} value={filter.type ?? null} onChange={(type) => onNarrow({ type })} />
      {Boolean(farms?.count) && (
        <Select aria-label="Farm" w={150} clearable placeholder="All farms" data={farms!.results.map((each) => ({ value: each.id, label: each.name }))} value={filter.farmId ?? null} onChange={(farm) => onNarrow({ farm })} />
      )}
      <SegmentedControl size="xs" value={filter.status ?? 'all'} onChange={(next) => onNarrow({ state: next === 'all' ? null : next })} data={STATES.map((each) => ({ value: each, label: humanise(each) }))} aria-label="State" />
    </div>
  );
}
