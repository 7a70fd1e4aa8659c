'use client';

import { Text } from '@mantine/core';
import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { IconReceipt } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Money, Price, Quantity } from '@/components/numbers/Amount';
import { Fraction } from '@/components/numbers/Fraction';
import type { Backtest, BacktestTrade } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { plural, quoteOf } from '@/lib/format';
import { trades } from './queries';

const column = createColumnHelper<TableFeatures, BacktestTrade>();

const Below = ({ children }: { children: React.ReactNode }) => (
  <Text size="xs" c="dimmed">
    {children}
  </Text>
);

const columnsOf = (currency: string): Column<BacktestTrade>[] => [
  column.accessor('number', {
    header: 'Trade',
    cell: ({ row: { original } }) => (
      <>
        <Age at={original.openedAt} as="moment" />
        <Below>{original.isOpen ? 'still held' : plural(original.bars, 'bar')}</Below>
      </>
    ),
  }),
  column.accessor((row) => approximately(row.quantity), { id: 'quantity', header: 'Quantity', meta: { numeric: true, wide: true }, cell: ({ row }) => <Quantity value={row.original.quantity} name="quantity" /> }),
  column.accessor((row) => approximately(row.entryPrice), {
    id: 'prices',
    header: 'In, out',
    meta: { numeric: true },
    cell: ({ row: { original } }) => (
      <>
        <Price value={original.entryPrice} name="entryPrice" />
        <Below>
          <Price value={original.exitPrice} name="exitPrice" />
        </Below>
      </>
    ),
  }),
  column.accessor((row) => approximately(row.profit), {
    id: 'profit',
    header: 'Profit',
    meta: { numeric: true },
    cell: ({ row: { original } }) => (
      <>
        <Money value={original.profit} currency={currency} signed tone name="profit" />
        <Below>
          <Fraction value={original.returnOnCost} name="returnOnCost" />
        </Below>
      </>
    ),
  }),
  column.accessor((row) => approximately(row.fees), { id: 'fees', header: 'Fees', meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.fees} currency={currency} name="fees" /> }),
  column.accessor((row) => row.exitReason || row.entryReason, { id: 'reason', header: 'Why', enableSorting: false, meta: { wide: true, grow: true } }),
];

/** Every round trip in its order; what is still held is valued at the last close. */
export function TradesPanel({ run }: { run: Pick<Backtest, 'id' | 'symbol'> }) {
  const query = useInfiniteQuery(trades(run.id));
  return (
    <Panel title="Trades" flush>
      <Answer query={query as unknown as UseQueryResult<NonNullable<typeof query.data>>}>
        {({ pages }) => (
          <DataTable
            label="Trades"
            bounded
            rows={pages.flatMap(({ results }) => results)}
            columns={columnsOf(quoteOf(run))}
            rowId={({ number }) => String(number)}
            empty={<Empty title="It never traded" icon={IconReceipt}>On these bars it found no reason to buy, or could not afford to.</Empty>}
            more={query.hasNextPage ? { isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage(), label: 'Show later' } : null}
          />
        )}
      </Answer>
    </Panel>
  );
}
