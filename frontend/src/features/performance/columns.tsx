import Link from 'next/link';
import { createColumnHelper } from '@tanstack/react-table';
import type { Column, TableFeatures } from '@/components/data/DataTable';
import { Money, Percent } from '@/components/numbers/Amount';
import { Status } from '@/components/numbers/Status';
import type { Standing } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { humanise } from '@/lib/format';
import { Ratio } from './Ratio';
import classes from './performance.module.css';

const column = createColumnHelper<TableFeatures, Standing>();
const asNumber = (value: string | null) => (value === null ? Number.NEGATIVE_INFINITY : approximately(value));

export const columns: Column<Standing>[] = [
  column.accessor('rank', { header: 'Rank', meta: { numeric: true } }),
  column.accessor('name', {
    header: 'Agent',
    cell: ({ row: { original } }) => (
      <span className={classes.agent}>
        <Link href={`/agents/${original.agentId}?tab=performance`}>{original.name}</Link>
        <span>{humanise(original.type)}</span>
      </span>
    ),
  }),
  column.accessor('status', { header: 'State', meta: { wide: true }, cell: ({ row }) => <Status value={row.original.status} /> }),
  column.accessor((row) => asNumber(row.totalReturn), { id: 'totalReturn', header: 'Return', meta: { numeric: true }, cell: ({ row }) => <Percent value={row.original.totalReturn} tone name="totalReturn" /> }),
  column.accessor((row) => asNumber(row.profit), { id: 'profit', header: 'Profit', meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.profit} signed tone name="profit" /> }),
  column.accessor((row) => asNumber(row.sharpe), { id: 'sharpe', header: 'Sharpe', meta: { numeric: true }, cell: ({ row }) => <Ratio value={row.original.sharpe} name="sharpe" /> }),
  column.accessor((row) => asNumber(row.sortino), { id: 'sortino', header: 'Sortino', meta: { numeric: true, wide: true }, cell: ({ row }) => <Ratio value={row.original.sortino} name="sortino" /> }),
  column.accessor((row) => asNumber(row.maxDrawdown), { id: 'maxDrawdown', header: 'Drawdown', meta: { numeric: true, wide: true }, cell: ({ row }) => <Percent value={row.original.maxDrawdown} signed={false} name="maxDrawdown" /> }),
  column.accessor((row) => asNumber(row.winRate), { id: 'winRate', header: 'Win rate', meta: { numeric: true, wide: true }, cell: ({ row }) => <Percent value={row.original.winRate} signed={false} name="winRate" /> }),
  column.accessor((row) => asNumber(row.profitFactor), { id: 'profitFactor', header: 'Profit factor', meta: { numeric: true, wide: true }, cell: ({ row }) => <Ratio value={row.original.profitFactor} name="profitFactor" /> }),
  column.accessor('trades', { header: 'Trades', meta: { numeric: true, wide: true } }),
  column.accessor((row) => approximately(row.fees), { id: 'fees', header: 'Fees', meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.fees} name="fees" /> }),
];
