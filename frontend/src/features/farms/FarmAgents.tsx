'use client';

import { useState } from 'react';
import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { IconRobot } from '@tabler/icons-react';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { NamedLink } from '@/components/data/NamedLink';
import { Pager } from '@/components/data/Pager';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Money } from '@/components/numbers/Amount';
import { Status } from '@/components/numbers/Status';
import type { Agent } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { farmAgents } from './queries';
import classes from './farms.module.css';

const column = createColumnHelper<TableFeatures, Agent>();
const columns: Column<Agent>[] = [
  column.accessor('name', {
    header: 'Agent',
    meta: { grow: true },
    cell: ({ row: { original } }) => (
      <NamedLink href={`/agents/${original.id}`} name={original.name} about={`${humanise(original.type)} · ${original.symbols.join(', ')}`} />
    ),
  }),
  column.accessor('status', { header: 'State', cell: ({ getValue }) => <Status value={getValue()} /> }),
  column.accessor('initialCapital', { header: 'Initial capital', meta: { numeric: true, wide: true }, cell: ({ getValue }) => <Money value={getValue()} name="initialCapital" /> }),
];

/** The agents of a farm; what is done to many of them is done in the list of all agents. */
export function FarmAgents({ farmId }: { farmId: string }) {
  const [cursor, turn] = useState<string | null>(null);
  const query = useQuery(farmAgents(farmId, cursor ?? undefined));
  const aside = (
    <Link href={`/agents?farm=${farmId}`} className={classes.all}>
      In the list of agents
    </Link>
  );
  return (
    <Panel title="Members" flush aside={aside}>
      <Answer query={query}>
        {({ results, next, previous }) => (
          <>
            <DataTable label="Members" rows={results} columns={columns} rowId={({ id }) => id} sorts={!next && !previous} empty={<Empty title="Nobody is in it yet" icon={IconRobot}>Add an agent, or name the farm where one is created over the API.</Empty>} />
            {(next || previous) && <Pager previous={previous} next={next} isLoading={query.isFetching} onTurn={turn} />}
          </>
        )}
      </Answer>
    </Panel>
  );
}
