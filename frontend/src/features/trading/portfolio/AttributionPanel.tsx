'use client';

import { useState } from 'react';
import { Box, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconChartBar } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Gaps } from '@/components/feedback/Gaps';
import { Empty } from '@/components/feedback/States';
import { Money } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import type { Attribution, Share } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { humanise } from '@/lib/format';
import { type Period } from './periods';
import { attribution, type By } from './queries';

const column = createColumnHelper<TableFeatures, Share>();
const asNumber = (value: string | null) => (value === null ? Number.NEGATIVE_INFINITY : approximately(value));
const BYS: By[] = ['agent', 'strategy', 'symbol'];

/** A share as it is called: a trade without a strategy was made by hand. */
const titleOf = (by: By, { key, name }: Share): string => {
  if (key === 'others' || key === 'total') return humanise(key);
  return by === 'strategy' ? (name ? humanise(name) : 'By hand') : name;
};

const columnsOf = (by: By, currency: string): Column<Share>[] => [
  column.accessor((row) => titleOf(by, row), { id: 'name', header: humanise(by) }),
  column.accessor((row) => asNumber(row.profit), { id: 'profit', header: 'Profit', meta: { numeric: true }, cell: ({ row }) => <Money value={row.original.profit} currency={currency} signed tone name="profit" /> }),
  column.accessor((row) => approximately(row.realised), { id: 'realised', header: 'Realised', meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.realised} currency={currency} signed name="realised" /> }),
  column.accessor((row) => asNumber(row.unrealised), { id: 'unrealised', header: 'Unrealised', meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.unrealised} currency={currency} signed name="unrealised" /> }),
  column.accessor((row) => approximately(row.fees), { id: 'fees', header: 'Fees', meta: { numeric: true, wide: true }, cell: ({ row }) => <Money value={row.original.fees} currency={currency} name="fees" /> }),
  column.accessor('trades', { header: 'Trades', meta: { numeric: true }, cell: ({ row: { original } }) => <span>{original.trades ? `${original.wins} of ${original.trades} won` : 'none ended'}</span> }),
];

/** The rows, then what is beyond them, then all together. */
export const linesOf = ({ rows, others, total }: Attribution): Share[] => (rows.length ? [...rows, ...(others ? [others] : []), total] : []);

/** Whose profit it was: of the trades that ended in the period, and of what is held. */
export function AttributionPanel({ accountId, period }: { accountId?: string; period: Period }) {
  const [by, setBy] = useState<By>('agent');
  const query = useQuery(attribution(accountId, period, by));
  return (
    <Panel
      title="Attribution"
      flush
      aside={
        <>
          <Box visibleFrom="sm">{query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={60} />}</Box>
          <SegmentedControl size="xs" value={by} onChange={(next) => setBy(next as By)} data={BYS.map((each) => ({ value: each, label: humanise(each) }))} aria-label="By what" />
        </>
      }
    >
      <Answer query={query}>
        {(found) => (
          <>
            <DataTable
              label="Attribution"
              bounded
              rows={linesOf(found)}
              columns={columnsOf(found.by, found.currency)}
              rowId={({ key }) => key || 'by hand'}
              empty={<Empty title="Nothing to attribute" icon={IconChartBar}>It appears with the first trade that ends in this period, or is held now.</Empty>}
            />
            <Gaps gaps={found.leftOut} />
          </>
        )}
      </Answer>
    </Panel>
  );
}
