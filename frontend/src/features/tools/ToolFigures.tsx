'use client';

import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { IconChartBar } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import type { ToolStats } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { statsOf } from './queries';

type Named = 'calls' | 'successRate' | 'p50' | 'p95';

const milliseconds = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const percent = (value: string) => `${(Number(value) * 100).toFixed(1)} %`;

type ExactProps = { stats: ToolStats; name: Named; children: ReactNode };

/** A figure with its exact value beside what is read; nothing where nothing ended. */
function Exact({ stats, name, children }: ExactProps) {
  return stats[name] !== null && <span data-figure={name} data-value={stats[name]}>{children}</span>;
}

const column = createColumnHelper<TableFeatures, ToolStats>();
const columns: Column<ToolStats>[] = [
  column.accessor('tool', { header: 'Tool', cell: ({ getValue }) => humanise(getValue()) }),
  column.accessor('calls', { header: 'Calls', meta: { numeric: true }, cell: ({ row: { original: it } }) => <Exact stats={it} name="calls">{it.calls}</Exact> }),
  column.accessor('successRate', { header: 'Went well', meta: { numeric: true }, cell: ({ row: { original: it } }) => <Exact stats={it} name="successRate">{it.successRate && percent(it.successRate)}</Exact> }),
  column.accessor('p50', { header: 'Half within', meta: { numeric: true, wide: true }, cell: ({ row: { original: it } }) => <Exact stats={it} name="p50">{it.p50 !== null && milliseconds(it.p50)}</Exact> }),
  column.accessor('p95', { header: 'Most within', meta: { numeric: true, wide: true }, cell: ({ row: { original: it } }) => <Exact stats={it} name="p95">{it.p95 !== null && milliseconds(it.p95)}</Exact> }),
  column.accessor('refusals', { header: 'Refused for', enableSorting: false, meta: { grow: true, wide: true }, cell: ({ getValue }) => Object.keys(getValue()).map(humanise).join(', ') }),
];

/** How an agent's tools did in the last day. */
export function ToolFigures({ agentId }: { agentId: string }) {
  const query = useQuery(statsOf(agentId));
  return (
    <Panel title="The last day" flush>
      <Answer query={query}>
        {({ tools }) => (
          <DataTable label="The last day" bounded rows={tools} columns={columns} rowId={(row) => row.tool} empty={<Empty title="No tool was called in the last day" icon={IconChartBar} />} />
        )}
      </Answer>
    </Panel>
  );
}
