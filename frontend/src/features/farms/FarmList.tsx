'use client';

import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { IconBuildingCommunity } from '@tabler/icons-react';
import { parseAsString, useQueryState } from 'nuqs';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { NamedLink } from '@/components/data/NamedLink';
import { Pager } from '@/components/data/Pager';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import type { Farm } from '@/lib/api/types';
import { plural } from '@/lib/format';
import { CreateFarm } from './CreateFarm';
import { farmPage } from './queries';

const column = createColumnHelper<TableFeatures, Farm>();
const columns: Column<Farm>[] = [
  column.accessor('name', {
    header: 'Farm',
    meta: { grow: true },
    cell: ({ row: { original } }) => (
      <NamedLink href={`/farms/${original.id}`} name={original.name} about={original.description} />
    ),
  }),
  column.accessor('agentCount', {
    header: 'Agents',
    meta: { numeric: true },
    cell: ({ getValue }) => (
      <span data-figure="agentCount" data-value={getValue()}>
        {getValue().toLocaleString('en-US')}
      </span>
    ),
  }),
  column.accessor('createdAt', { header: 'Made', meta: { numeric: true, wide: true }, cell: ({ getValue }) => <Age at={getValue()} as="moment" /> }),
];

/** Every farm one sees. */
export function FarmList() {
  const [cursor, turn] = useQueryState('cursor', parseAsString);
  const query = useQuery(farmPage(cursor ?? undefined));
  return (
    <Panel title={query.data ? plural(query.data.count, 'farm') : 'Farms'} flush>
      <Answer query={query}>
        {({ results, next, previous }) => (
          <>
            <DataTable label="Farms" rows={results} columns={columns} rowId={({ id }) => id} sorts={!next && !previous} empty={<None />} />
            {(next || previous) && <Pager previous={previous} next={next} isLoading={query.isFetching} onTurn={(to) => void turn(to)} />}
          </>
        )}
      </Answer>
    </Panel>
  );
}

function None() {
  return (
    <Empty title="No farms yet" icon={IconBuildingCommunity} action={<CreateFarm />}>
      A farm holds agents that are run together: its rules, budgets and goals bind and count all of them.
    </Empty>
  );
}
