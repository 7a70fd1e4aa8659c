'use client';

import { useQuery } from '@tanstack/react-query';
import { IconArrowsExchange } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Quantity } from '@/components/numbers/Amount';
import { Age } from '@/components/numbers/Age';
import type { VaultTransfer } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { vaultLedger } from './queries';

const column = createColumnHelper<TableFeatures, VaultTransfer>();
const columns: Column<VaultTransfer>[] = [
  column.accessor('kind', { header: 'Movement', cell: ({ getValue }) => humanise(getValue()) }),
  column.accessor('amount', { header: 'Amount', meta: { numeric: true }, enableSorting: false, cell: ({ row: { original } }) => <><Quantity value={original.amount} tone name="amount" /> {original.asset}</> }),
  column.accessor('recordedAt', { header: 'When', meta: { numeric: true }, cell: ({ getValue }) => <Age at={getValue()} as="moment" /> }),
];

export function VaultLedger({ vaultId }: { vaultId: string }) {
  const query = useQuery(vaultLedger(vaultId));
  return (
    <Panel title="Movements" flush>
      <Answer query={query}>
        {({ results }) => <DataTable label="Movements" rows={results} columns={columns} rowId={(row) => row.id} empty={<Empty title="Nothing was moved yet" icon={IconArrowsExchange} />} />}
      </Answer>
    </Panel>
  );
}
