'use client';

import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import type { Saga, Service } from '@/lib/api/types';
import { Status } from '@/components/numbers/Status';
import { humanise } from '@/lib/format';
import { sagas, services } from './queries';

const service = createColumnHelper<TableFeatures, Service>();
const serviceColumns: Column<Service>[] = [
  service.accessor('process', { header: 'Process' }),
  service.accessor('at', { header: 'Last sign of life', meta: { numeric: true }, cell: ({ getValue }) => <Age at={getValue()} /> }),
];

/** The processes that have shown themselves. */
export function Services() {
  const query = useQuery(services);
  return (
    <Panel title="Processes" flush>
      <Answer query={query}>
        {({ results }) => <DataTable label="Processes" rows={results} columns={serviceColumns} rowId={(row) => row.process} empty={<Empty title="No process has shown itself" />} />}
      </Answer>
    </Panel>
  );
}

const stepsDone = ({ steps }: Saga) => steps.filter(({ status }) => status === 'DONE').length;
const saga = createColumnHelper<TableFeatures, Saga>();
const sagaColumns: Column<Saga>[] = [
  saga.accessor('name', { header: 'Operation', cell: ({ getValue }) => humanise(getValue()) }),
  saga.accessor(stepsDone, {
    id: 'steps',
    header: 'Steps',
    meta: { numeric: true },
    cell: ({ row: { original } }) => <span data-figure="stepsDone" data-value={stepsDone(original)}>{stepsDone(original)} of {original.steps.length}</span>,
  }),
  saga.accessor('error', { header: 'Because', enableSorting: false, meta: { grow: true, wide: true } }),
  saga.accessor('status', { header: 'State', cell: ({ getValue }) => <Status value={getValue()} /> }),
  saga.accessor('startedAt', { header: 'Began', meta: { numeric: true }, cell: ({ getValue }) => <Age at={getValue()} /> }),
];

/** Long operations and where they stand. */
export function Sagas() {
  const query = useQuery(sagas);
  return (
    <Panel title="Operations" flush>
      <Answer query={query}>
        {({ results }) => <DataTable label="Operations" rows={results} columns={sagaColumns} rowId={(row) => row.id} empty={<Empty title="No long operation yet">Creating an agent is one.</Empty>} />}
      </Answer>
    </Panel>
  );
}
