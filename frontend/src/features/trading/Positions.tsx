'use client';

import { useQuery } from '@tanstack/react-query';
import { IconChartPie } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Money, Price, Quantity } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import type { Position } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { Holder } from './Holder';
import { useAgentNames, type Names } from './names';
import { positions } from './queries';
import classes from './tables.module.css';

const column = createColumnHelper<TableFeatures, Position>();
const asNumber = (value: string | null) => (value === null ? Number.NEGATIVE_INFINITY : approximately(value));

const columnsOf = (names: Names | null): Column<Position>[] => [
  column.accessor('symbol', {
    header: 'Position',
    cell: ({ row: { original } }) => (
      <span className={classes.subject}>
        {original.symbol}
        {names && <Holder agentId={original.agentId} names={names} />}
      </span>
    ),
  }),
  column.accessor((row) => approximately(row.quantity), { id: 'quantity', header: 'Quantity', meta: { numeric: true }, cell: ({ row }) => <Quantity value={row.original.quantity} name="quantity" /> }),
  column.accessor((row) => approximately(row.averagePrice), { id: 'average', header: 'Average', meta: { numeric: true, wide: true }, cell: ({ row }) => <Price value={row.original.averagePrice} name="averagePrice" /> }),
  column.accessor((row) => asNumber(row.price), { id: 'price', header: 'Price', meta: { numeric: true, wide: true }, cell: ({ row }) => <Price value={row.original.price} flash name="price" /> }),
  column.accessor((row) => asNumber(row.value), { id: 'value', header: 'Value', meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.value} currency={row.original.currency} name="value" /> }),
  column.accessor((row) => asNumber(row.unrealisedPnl), { id: 'unrealised', header: 'Unrealised', meta: { numeric: true }, cell: ({ row }) => <Money value={row.original.unrealisedPnl} currency={row.original.currency} signed tone name="unrealisedPnl" /> }),
  column.accessor((row) => approximately(row.realisedPnl), { id: 'realised', header: 'Realised', meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.realisedPnl} currency={row.original.currency} signed tone name="realisedPnl" /> }),
];

/** Open positions at their latest prices, of one agent or of all one sees. */
export function PositionsPanel({ agentId }: { agentId?: string }) {
  const query = useQuery(positions(agentId));
  const names = useAgentNames();
  return (
    <Panel
      title="Positions"
      flush
      aside={query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={20} />}
    >
      <Answer query={query}>
        {({ positions: open }) => (
          <DataTable
            label="Positions"
            bounded
            rows={open}
            columns={columnsOf(agentId ? null : names)}
            rowId={(row) => `${row.accountId} ${row.symbol}`}
            empty={<Empty title="No open positions" icon={IconChartPie}>What an agent or you buy is held here until it is sold.</Empty>}
          />
        )}
      </Answer>
    </Panel>
  );
}
