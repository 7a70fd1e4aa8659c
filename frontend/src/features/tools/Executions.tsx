'use client';

import { useQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { StoryLink } from '@/components/data/StoryLink';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import type { Execution } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { executionsOf } from './queries';

const column = createColumnHelper<TableFeatures, Execution>();
const columns: Column<Execution>[] = [
  column.accessor('tool', { header: 'Tool', cell: ({ getValue }) => humanise(getValue()) }),
  column.accessor('status', { header: 'Outcome', cell: ({ getValue }) => <Status value={getValue()} /> }),
  column.accessor('reason', { header: 'Because', enableSorting: false, meta: { grow: true, wide: true } }),
  column.accessor('interface', { header: 'By', meta: { wide: true } }),
  column.accessor('executionTime', { header: 'Took', meta: { numeric: true, wide: true }, cell: ({ getValue }) => getValue() !== null && <span data-figure="executionTime" data-value={getValue()}>{Math.round(getValue())} ms</span> }),
  column.accessor('recordedAt', { header: 'When', cell: ({ getValue }) => <Age at={getValue()} /> }),
  column.display({ id: 'story', header: 'Story', cell: ({ row }) => <StoryLink of={row.original.correlationId} /> }),
];

/** The last calls of an agent's tools, by itself and by people. */
export function Executions({ agentId }: { agentId: string }) {
  const query = useQuery(executionsOf(agentId));
  return (
    <Panel title="Last calls" flush>
      <Answer query={query}>
        {({ results }) => (
          <DataTable label="Last calls" bounded rows={results} columns={columns} rowId={(row) => row.executionId} empty={<Empty title="No tool was called yet" icon={IconHistory} />} />
        )}
      </Answer>
    </Panel>
  );
}
