'use client';

import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import type { ExternalService, Saga, ServiceInstance } from '@/lib/api/types';
import { Status } from '@/components/numbers/Status';
import { humanise } from '@/lib/format';
import { sagas, services } from './queries';

const instance = createColumnHelper<TableFeatures, ServiceInstance>();
const instanceColumns: Column<ServiceInstance>[] = [
  instance.accessor('name', { header: 'Process' }),
  instance.accessor((row) => (row.port === null ? row.host : `${row.host}:${row.port}`), { id: 'where', header: 'Where', meta: { wide: true } }),
  instance.accessor((row) => row.queues.join(', '), { id: 'queues', header: 'Queues', enableSorting: false, meta: { grow: true, wide: true } }),
  instance.accessor((row) => row.load.rssBytes ?? null, { id: 'memory', header: 'Memory', meta: { numeric: true, wide: true }, cell: ({ getValue }) => megabytes(getValue()) }),
  instance.accessor((row) => (row.isWell === false ? 'unwell' : row.status), { id: 'state', header: 'State', cell: ({ getValue }) => <Status value={getValue()} /> }),
  instance.accessor('heartbeatAt', { header: 'Last sign of life', meta: { numeric: true }, cell: ({ getValue }) => <Age at={getValue()} /> }),
];

const endpoint = createColumnHelper<TableFeatures, Place>();
const endpointColumns: Column<Place>[] = [
  endpoint.accessor('service', { header: 'Service' }),
  endpoint.accessor('origin', { header: 'Where', meta: { grow: true } }),
  endpoint.accessor('priority', { header: 'Turn', meta: { numeric: true } }),
  endpoint.accessor((row) => (row.enabled ? (row.isWell === false ? 'unwell' : row.isWell ? 'live' : 'not looked at') : 'disabled'), { id: 'state', header: 'State', cell: ({ getValue }) => <Status value={getValue()} /> }),
  endpoint.accessor((row) => row.circuit ?? 'not called', { id: 'circuit', header: 'Circuit', cell: ({ getValue }) => <Status value={circuitTone(getValue())} label={humanise(getValue())} /> }),
];

type Place = ExternalService['endpoints'][number] & { service: string };

/** An open circuit is bad news, although an open order is not. */
const circuitTone = (state: string) => ({ open: 'offline', half_open: 'degraded', closed: 'healthy' })[state] ?? state;

const megabytes = (bytes: number | null) => (bytes === null ? '' : `${Math.round(bytes / 1_000_000)} MB`);

/** Our processes under their leases. */
export function Processes() {
  const query = useQuery(services);
  return (
    <Panel title="Processes" flush>
      <Answer query={query}>
        {({ instances }) => <DataTable label="Processes" rows={instances} columns={instanceColumns} rowId={(row) => row.id} empty={<Empty title="No process has registered" />} />}
      </Answer>
    </Panel>
  );
}

/** The places of the services outside that our processes call. */
export function Outside() {
  const query = useQuery(services);
  return (
    <Panel title="Services outside" flush>
      <Answer query={query}>
        {(found) => (
          <DataTable
            label="Services outside"
            rows={placesOf(found.services)}
            columns={endpointColumns}
            rowId={(row) => row.id}
            empty={<Empty title="No service is registered">Exchanges, providers and other services appear here with their endpoints and circuits.</Empty>}
          />
        )}
      </Answer>
    </Panel>
  );
}

const placesOf = (found: ExternalService[]): Place[] => found.flatMap(({ name, endpoints }) => endpoints.map((each) => ({ ...each, service: name })));

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
