'use client';

import { useState } from 'react';
import { SegmentedControl, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { IconRobot, IconSearch } from '@tabler/icons-react';
import { parseAsString, useQueryState } from 'nuqs';
import { DataTable } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Provenance } from '@/components/numbers/Provenance';
import { fleetStatus } from '@/lib/api/queries';
import type { Agent } from '@/lib/api/types';
import { humanise, plural } from '@/lib/format';
import { useMay } from '@/lib/session';
import { agentColumns, type Row } from './columns';
import { CreateButton } from './CreateButton';
import { agentList } from './queries';
import classes from './AgentTable.module.css';

const STATES = ['all', 'running', 'paused', 'stopped', 'error'];

/** Every agent one sees: filtered by text and state, with what each is worth. */
export function AgentTable() {
  const [state, setState] = useQueryState('state', parseAsString.withDefault('all'));
  const [filter, setFilter] = useState('');
  const list = useInfiniteQuery(agentList);
  const fleet = useQuery(fleetStatus);
  const values = new Map(fleet.data?.agents.map((each) => [each.id, each]));
  const rowsOf = (agents: Agent[]): Row[] =>
    agents.filter(({ status }) => state === 'all' || status === state).map((each) => ({ ...each, worth: values.get(each.id) }));
  return (
    <Panel
      title={fleet.data ? plural(fleet.data.total, 'agent') : 'Agents'}
      flush
      aside={fleet.data && <Provenance source={fleet.data.source} asOf={fleet.data.asOf} staleAfter={20} />}
    >
      <div className={classes.filters}>
        <TextInput
          className={classes.text}
          data-filter
          aria-label="Filter agents"
          placeholder="Filter by name, type, symbol"
          leftSection={<IconSearch size={15} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <SegmentedControl size="xs" value={state} onChange={(next) => void setState(next)} data={STATES.map((each) => ({ value: each, label: humanise(each) }))} aria-label="State" />
      </div>
      <Answer query={list as unknown as UseQueryResult<NonNullable<typeof list.data>>}>
        {({ pages }) => (
          <DataTable
            label="Agents"
            rows={rowsOf(pages.flatMap((page) => page.results))}
            columns={agentColumns}
            rowId={(row) => row.id}
            filter={filter}
            empty={<None isFiltered={pages[0]!.count > 0} />}
            more={list.hasNextPage ? { isLoading: list.isFetchingNextPage, load: () => void list.fetchNextPage() } : null}
          />
        )}
      </Answer>
    </Panel>
  );
}

function None({ isFiltered }: { isFiltered: boolean }) {
  const mayOperate = useMay('operate');
  if (isFiltered) return <Empty title="No agent fits" icon={IconSearch}>Try another state or text.</Empty>;
  return (
    <Empty title="No agents yet" icon={IconRobot} action={mayOperate && <CreateButton />}>
      An agent gets capital, an account, a vault and tools, and starts to decide on every bar.
    </Empty>
  );
}
