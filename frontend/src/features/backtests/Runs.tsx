'use client';

import { Progress, Text, UnstyledButton } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Fraction } from '@/components/numbers/Fraction';
import { Status } from '@/components/numbers/Status';
import type { Backtest, Page } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { Cancel } from './Cancel';
import { isOpen } from './queries';

const column = createColumnHelper<TableFeatures, Backtest>();

type List = InfiniteData<Page<Backtest>>;
type Props = { query: UseInfiniteQueryResult<List>; shown: string | undefined; onShow: (id: string) => void };

const columnsOf = (shown: Props['shown'], onShow: Props['onShow']): Column<Backtest>[] => [
  column.accessor('strategy', {
    header: 'Run',
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <UnstyledButton onClick={() => onShow(original.id)} aria-pressed={original.id === shown}>
        <Text size="sm" fw={600} c={original.id === shown ? 'var(--accent)' : undefined}>
          {original.strategy.split(', ').map(humanise).join(', ')}
        </Text>
        <Text size="xs" c="dimmed">
          {original.symbol}, {original.interval}, <Age at={original.requestedAt} />
        </Text>
      </UnstyledButton>
    ),
  }),
  column.accessor('status', { header: 'State', enableSorting: false, cell: ({ row: { original } }) => <State run={original} /> }),
  column.display({
    id: 'return',
    header: 'Return',
    meta: { numeric: true },
    cell: ({ row: { original } }) =>
      isOpen(original) ? <Cancel run={original} /> : <Fraction value={original.metrics?.totalReturn ?? null} name="totalReturn" tone />,
  }),
];

/** What was asked for, newest first, and how far it has come. */
export function Runs({ query, shown, onShow }: Props) {
  return (
    <Panel title="Runs" flush>
      <Answer query={query as unknown as UseQueryResult<List>}>
        {({ pages }) => (
          <DataTable
            label="Runs"
            bounded
            rows={pages.flatMap(({ results }) => results)}
            columns={columnsOf(shown, onShow)}
            rowId={({ id }) => id}
            empty={<Empty title="Nothing was tried yet" icon={IconHistory}>Run a strategy over past bars: it appears here.</Empty>}
            more={query.hasNextPage ? { isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage() } : null}
          />
        )}
      </Answer>
    </Panel>
  );
}

/** Where it stands; of one that runs, how much of it is done. */
export function State({ run }: { run: Backtest }) {
  if (run.status !== 'running') return <Status value={run.status} />;
  return (
    <>
      <Status value="running" label={`${Math.round(run.progress * 100)} %`} />
      <Progress mt={4} size="xs" value={run.progress * 100} aria-label={`${humanise(run.strategy)} on ${run.symbol} is done`} />
    </>
  );
}
