'use client';

import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { IconReceipt } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Money, Price, Quantity } from '@/components/numbers/Amount';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import type { Fill } from '@/lib/api/types';
import { quoteOf } from '@/lib/format';
import { Holder } from './Holder';
import { useAgentNames, type Names } from './names';
import { fills } from './queries';
import classes from './tables.module.css';

const column = createColumnHelper<TableFeatures, Fill>();

const columnsOf = (names: Names | null): Column<Fill>[] => [
  column.accessor('symbol', {
    header: 'Fill',
    cell: ({ row: { original } }) => (
      <span className={classes.subject}>
        {original.symbol}
        {names && <Holder agentId={original.agentId} names={names} />}
        <span className={classes.narrow}>
          <Age at={original.marketTime} as="moment" />
        </span>
      </span>
    ),
  }),
  column.accessor('marketTime', { header: 'When', meta: { wide: true }, cell: ({ getValue }) => <Age at={getValue()} as="moment" /> }),
  column.accessor('side', { header: 'Side', cell: ({ getValue }) => <Status value={getValue()} /> }),
  column.accessor('quantity', {
    header: 'Quantity',
    enableSorting: false,
    meta: { numeric: true },
    cell: ({ row: { original } }) => (
      <span className={classes.stack}>
        <Quantity value={original.quantity} name="quantity" />
        <span>
          at <Price value={original.price} name="price" />
        </span>
      </span>
    ),
  }),
  column.accessor('cost', { header: 'Cost', enableSorting: false, meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.cost} currency={quoteOf(row.original)} name="cost" /> }),
  column.accessor('fee', { header: 'Fee', enableSorting: false, meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.fee} currency={quoteOf(row.original)} name="fee" /> }),
  column.accessor('realised', { header: 'Realised', enableSorting: false, meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.realised} currency={quoteOf(row.original)} signed tone name="realised" /> }),
];

/** What was executed, newest first. */
export function FillsPanel({ agentId }: { agentId?: string }) {
  const query = useInfiniteQuery(fills(agentId));
  const names = useAgentNames();
  return (
    <Panel title="Fills" flush>
      <Answer query={query as unknown as UseQueryResult<NonNullable<typeof query.data>>}>
        {({ pages }) => (
          <DataTable
            label="Fills"
            bounded
            rows={pages.flatMap((page) => page.results)}
            columns={columnsOf(agentId ? null : names)}
            rowId={(row) => row.id}
            empty={<Empty title="Nothing was executed yet" icon={IconReceipt} />}
            more={query.hasNextPage ? { isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage() } : null}
          />
        )}
      </Answer>
    </Panel>
  );
}
