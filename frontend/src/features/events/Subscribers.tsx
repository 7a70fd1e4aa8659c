'use client';

import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { Subscriber } from '@/lib/api/types';
import { plural } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { rebuild, retryAll, subscribers } from './letters';

const column = createColumnHelper<TableFeatures, Subscriber>();
const columns: Column<Subscriber>[] = [
  column.accessor('name', { header: 'Subscriber' }),
  column.accessor((row) => row.patterns.join(', '), { id: 'patterns', header: 'Follows', enableSorting: false, meta: { grow: true, wide: true } }),
  column.accessor('behind', { header: 'Behind', meta: { numeric: true }, cell: ({ getValue }) => <span data-figure="behind" data-value={getValue()}>{getValue()}</span> }),
  column.accessor('parked', { header: 'Parked', meta: { numeric: true }, cell: ({ getValue }) => <span data-figure="parked" data-value={getValue()}>{getValue()}</span> }),
  column.accessor(stateOf, { id: 'state', header: 'State', cell: ({ row: { original } }) => <Status value={stateOf(original)} label={labelOf(original)} /> }),
  column.display({ id: 'acts', header: 'Action', meta: { numeric: true }, cell: ({ row }) => <Acts subscriber={row.original} /> }),
];

function stateOf({ attempts, parked, rebuild: last }: Subscriber): string {
  if (last?.status === 'RUNNING') return 'running';
  if (attempts) return 'degraded';
  return parked ? 'critical' : 'healthy';
}

function labelOf({ attempts, rebuild: last }: Subscriber): string | undefined {
  if (last?.status === 'RUNNING') return `Rebuilding, ${last.seq ?? 0} of ${last.target}`;
  return attempts ? `Tried ${plural(attempts, 'time')}` : undefined;
}

/** Who follows the log within the platform: how far they are, what they could not take, and what can be built anew. */
export function Subscribers() {
  const query = useQuery(subscribers);
  return (
    <Panel title="Subscribers" flush>
      <Answer query={query}>
        {({ results }) => <DataTable label="Subscribers" rows={results} columns={columns} rowId={(row) => row.name} empty={<Empty title="Nobody follows the log" />} />}
      </Answer>
    </Panel>
  );
}

function Acts({ subscriber }: { subscriber: Subscriber }) {
  const [mayOperate, mayAdminister] = [useMay('operate'), useMay('admin')];
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {mayOperate && subscriber.parked > 0 && <RetryAll name={subscriber.name} />}
      {mayAdminister && subscriber.tables.length > 0 && <Rebuild name={subscriber.name} isRunning={subscriber.rebuild?.status === 'RUNNING'} />}
    </Group>
  );
}

function RetryAll({ name }: { name: string }) {
  const cache = useQueryClient();
  const retrying = useMutation({
    mutationFn: () => retryAll(name),
    onSuccess: (answer) => ('taken' in answer ? told(`${plural(answer.taken, 'event')} taken`, answer.parked ? `${answer.parked} are still parked.` : 'None is parked any more.') : told('They are being handed over')),
    onError: (error) => refused('They were not handed over', error),
    onSettled: () => Promise.all([keys.subscribers, keys.deadLetters].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
  return (
    <Button variant="default" size="compact-xs" loading={retrying.isPending} onClick={() => retrying.mutate()}>
      Retry all
    </Button>
  );
}

function Rebuild({ name, isRunning }: { name: string; isRunning: boolean }) {
  const cache = useQueryClient();
  const building = useMutation({
    mutationFn: () => rebuild(name),
    onSuccess: (answer) => told(`${name} is being built anew`, 'changed' in answer ? `${plural(answer.changed, 'row')} were not as the log tells.` : 'Its row here says how far it is.'),
    onError: (error) => refused('It was not built anew', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.subscribers }),
  });
  return (
    <Button variant="default" size="compact-xs" loading={building.isPending || isRunning} onClick={() => building.mutate()}>
      Rebuild
    </Button>
  );
}
