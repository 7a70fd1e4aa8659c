'use client';

import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconRobot, IconSearch } from '@tabler/icons-react';
import { Stacked } from '@/components/data/Columns';
import { DataTable } from '@/components/data/DataTable';
import { Pager } from '@/components/data/Pager';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { lazily } from '@/components/feedback/lazily';
import { Empty } from '@/components/feedback/States';
import { Provenance } from '@/components/numbers/Provenance';
import { fleetStatus } from '@/lib/api/queries';
import type { Agent, Page } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { BulkBar } from './BulkBar';
import { agentColumns, type Row } from './columns';
import { CreateButton } from './CreateButton';
import { FleetFilters } from './FleetFilters';
import { useFleetFilter } from './filters';
import { Marks, type Marking } from './Marks';
import { agentPage, worthPage } from './queries';
import { mark, NOBODY, typeOf, wantedBy, type Selection } from './selection';
import { useBulk } from './useBulk';

const BulkProgress = lazily(() => import('./BulkProgress').then((it) => it.BulkProgress), 110);

/** Every agent one sees, page by page: filtered, with what each is worth, and what is to be done to many. */
export function AgentTable() {
  const { filter, cursor, narrow, turn } = useFleetFilter();
  const list = useQuery({ ...agentPage(filter, cursor), placeholderData: keepPreviousData });
  const fleet = useQuery(fleetStatus);
  const bulk = useBulk();
  return (
    <Stacked>
      {bulk.running && <BulkProgress key={bulk.running} id={bulk.running} onDismiss={bulk.dismiss} />}
      <Panel title={list.data ? titleOf(list.data) : 'Agents'} flush aside={fleet.data && <Provenance source={fleet.data.source} asOf={fleet.data.asOf} staleAfter={20} />}>
        <FleetFilters filter={filter} onNarrow={narrow} />
        <Answer query={list}>
          {(page) => <Rows key={JSON.stringify(filter)} page={page} filter={filter} cursor={cursor} onTurn={turn} bulk={bulk} isPassing={list.isPlaceholderData} />}
        </Answer>
      </Panel>
    </Stacked>
  );
}

const titleOf = ({ count, countIsExact }: Page<unknown>): string => `${count.toLocaleString('en-US')}${countIsExact ? '' : '+'} agent${count === 1 ? '' : 's'}`;

type Filter = ReturnType<typeof useFleetFilter>['filter'];
type RowsProps = { page: Page<Agent>; filter: Filter; cursor: string | undefined; onTurn: (to: string | null) => void; bulk: ReturnType<typeof useBulk>; isPassing: boolean };

function Rows({ page, filter, cursor, onTurn, bulk, isPassing }: RowsProps) {
  const [selection, select] = useState<Selection>(NOBODY);
  const { data: worth } = useQuery({ ...worthPage(filter, cursor), placeholderData: keepPreviousData });
  const values = new Map(worth?.results.map((each) => [each.id, each]));
  const rows: Row[] = page.results.map((each) => ({ ...each, worth: values.get(each.id) }));
  const mayOperate = useMay('operate');
  const marking: Marking | null = mayOperate ? { selection, page: page.results, mark: (agents, isMarked) => select(mark(selection, agents, isMarked)) } : null;
  const isOnePage = !page.next && !page.previous;
  return (
    <Marks value={marking}>
      <DataTable
        label="Agents"
        rows={rows}
        columns={agentColumns}
        rowId={(row) => row.id}
        sorts={isOnePage}
        empty={<None isFiltered={Object.values(filter).some(Boolean)} />}
      />
      {!isOnePage && <Pager previous={page.previous} next={page.next} isLoading={isPassing} onTurn={onTurn} />}
      <BulkBar
        selection={selection.isAll ? { ...selection, count: page.count } : selection}
        type={typeOf(selection, filter)}
        total={page.count}
        isBusy={bulk.isBeginning}
        onAll={() => select({ isAll: true, count: page.count })}
        onNobody={() => select(NOBODY)}
        onOrder={(order) => bulk.begin({ whom: wantedBy(selection, filter), order }).then(() => select(NOBODY))}
      />
    </Marks>
  );
}

function None({ isFiltered }: { isFiltered: boolean }) {
  const mayOperate = useMay('operate');
  if (isFiltered) return <Empty title="No agent fits" icon={IconSearch}>Try another state, type or name.</Empty>;
  return (
    <Empty title="No agents yet" icon={IconRobot} action={mayOperate && <CreateButton />}>
      An agent gets capital, an account, a vault and tools, and starts to decide on every bar.
    </Empty>
  );
}
