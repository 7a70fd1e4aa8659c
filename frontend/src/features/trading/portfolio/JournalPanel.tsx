'use client';

import { useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { IconNotebook } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Money, Percent, Price, Quantity } from '@/components/numbers/Amount';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { Holder } from '../Holder';
import { useAgentNames, type Names } from '../names';
import tables from '../tables.module.css';
import type { Page, Trip } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { humanise } from '@/lib/format';
import { Note } from './Note';
import { formatLength } from './periods';
import { journal, type State } from './queries';

const column = createColumnHelper<TableFeatures, Trip>();
const rowsOf = (pages: Page<Trip>[]) => pages.flatMap((page) => page.results);
const STATES: State[] = ['all', 'open', 'closed'];

const columnsOf = (names: Names): Column<Trip>[] => [
  column.accessor('symbol', {
    header: 'Trade',
    cell: ({ row: { original } }) => (
      <span className={tables.subject}>
        {original.symbol}
        <Holder agentId={original.agentId} names={names} />
      </span>
    ),
  }),
  column.accessor('status', { header: 'State', meta: { wide: true }, cell: ({ row: { original } }) => <Status value={original.status === 'open' ? 'open' : 'ended'} label={original.status === 'open' ? 'Held' : `Ended by ${humanise(original.exitBy ?? 'sale').toLowerCase()}`} /> }),
  column.accessor((row) => approximately(row.quantity), {
    id: 'quantity',
    header: 'Quantity',
    meta: { numeric: true, wide: true },
    cell: ({ row: { original } }) => (
      <span className={tables.stack}>
        <Quantity value={original.quantity} name="quantity" />
        <span>
          <Quantity value={original.held} name="held" /> held
        </span>
      </span>
    ),
  }),
  column.accessor((row) => approximately(row.entryPrice), {
    id: 'prices',
    header: 'In, out',
    meta: { numeric: true },
    cell: ({ row: { original } }) => (
      <span className={tables.stack}>
        <Price value={original.entryPrice} name="entryPrice" />
        <span>
          <Price value={original.exitPrice} name="exitPrice" />
        </span>
      </span>
    ),
  }),
  column.accessor((row) => approximately(row.profit), {
    id: 'profit',
    header: 'Profit',
    meta: { numeric: true },
    cell: ({ row: { original } }) => (
      <span className={tables.stack}>
        <Money value={original.profit} currency={original.currency} signed tone name="profit" />
        <Percent value={original.profitPercent} name="profitPercent" />
      </span>
    ),
  }),
  column.accessor((row) => approximately(row.fees), { id: 'fees', header: 'Fees', meta: { numeric: true, wide: true }, cell: ({ row: { original } }) => <Money value={original.fees} currency={original.currency} name="fees" /> }),
  column.accessor('openedAt', {
    header: 'Opened',
    meta: { wide: true },
    cell: ({ row: { original } }) => (
      <span className={tables.subject}>
        <Age at={original.openedAt} as="moment" />
        <span>{original.holdingSeconds === null ? 'still held' : `for ${formatLength(original.holdingSeconds)}`}</span>
      </span>
    ),
  }),
  column.display({ id: 'note', header: 'Note', cell: ({ row }) => <Note trip={row.original} /> }),
];

/** Every position from its first fill to its last, newest first, with what is to be remembered of it. */
export function JournalPanel({ accountId }: { accountId?: string }) {
  const [state, setState] = useState<State>('all');
  const query = useInfiniteQuery(journal(accountId, state));
  const names = useAgentNames();
  return (
    <Panel
      title="Journal"
      flush
      aside={<SegmentedControl size="xs" value={state} onChange={(next) => setState(next as State)} data={STATES.map((each) => ({ value: each, label: humanise(each) }))} aria-label="Which trades" />}
    >
      <Answer query={query as unknown as UseQueryResult<NonNullable<typeof query.data>>}>
        {({ pages }) => (
          <DataTable
            label="Journal"
            bounded
            rows={rowsOf(pages)}
            columns={columnsOf(names)}
            rowId={({ id }) => id}
            empty={<Empty title="No trades here" icon={IconNotebook}>A trade begins with the fill that opens a position and ends with the one that closes it.</Empty>}
            more={query.hasNextPage ? { isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage() } : null}
          />
        )}
      </Answer>
    </Panel>
  );
}
