'use client';

import { useState } from 'react';
import { Button, Group, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { IconClipboardList } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { StoryLink } from '@/components/data/StoryLink';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Price, Quantity } from '@/components/numbers/Amount';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { Order, Page } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { Holder } from './Holder';
import { ModifyOrder } from './ModifyOrder';
import { useAgentNames, type Names } from './names';
import { cancelOrder, orders } from './queries';
import classes from './tables.module.css';

const LIVE = new Set(['pending', 'open', 'partially_filled', 'waiting', 'inactive']);
const isLive = ({ status }: Order) => LIVE.has(status);
const rowsOf = (pages: Page<Order>[]) => pages.flatMap((page) => page.results);
const column = createColumnHelper<TableFeatures, Order>();
const cancelling: Column<Order> = column.display({ id: 'cancel', header: 'Action', meta: { numeric: true }, cell: ({ row }) => isLive(row.original) && <Acts order={row.original} /> });

/** Without `names` they are all of one agent; the column to cancel is there while an order rests. */
const columnsOf = (names: Names | null, hasLive: boolean): Column<Order>[] => [
  column.accessor('symbol', {
    header: 'Order',
    cell: ({ row: { original } }) => (
      <span className={classes.subject}>
        {original.symbol}
        {names ? <Holder agentId={original.agentId} names={names} /> : <span>{humanise(original.type)}</span>}
        <span className={classes.narrow}>{humanise(original.side)}</span>
      </span>
    ),
  }),
  column.accessor('side', { header: 'Side', meta: { wide: true }, cell: ({ getValue }) => <Status value={getValue()} /> }),
  column.accessor('quantity', {
    header: 'Filled of',
    meta: { numeric: true },
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <span className={classes.stack}>
        <Quantity value={original.filledQuantity} name="filledQuantity" />
        <span>
          of <Quantity value={original.quantity} name="quantity" />
        </span>
      </span>
    ),
  }),
  column.accessor('executedPrice', {
    header: 'Price',
    meta: { numeric: true, wide: true },
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <span className={classes.stack}>
        <Price value={original.executedPrice} name="executedPrice" />
        <span>{original.limitPrice ? <>limit <Price value={original.limitPrice} name="limitPrice" /></> : 'market'}</span>
      </span>
    ),
  }),
  column.accessor('status', { header: 'State', cell: ({ row: { original } }) => <Status value={original.status} label={labelOf(original)} /> }),
  column.accessor('placedAt', { header: 'Placed', meta: { wide: true }, cell: ({ getValue }) => <Age at={getValue()} as="moment" /> }),
  column.display({ id: 'story', header: 'Story', meta: { wide: true }, cell: ({ row }) => <StoryLink of={row.original.id} /> }),
  ...(hasLive ? [cancelling] : []),
];

const labelOf = ({ status, reason }: Order) => (status === 'cancelled' && reason !== 'requested' ? humanise(reason) : undefined);

/** Orders, live or all, newest first; what still rests can be cancelled. */
export function OrdersPanel({ agentId }: { agentId?: string }) {
  const [status, setStatus] = useState<'all' | 'live'>('all');
  const query = useInfiniteQuery(orders(agentId, status));
  const names = useAgentNames();
  const choice = (
    <SegmentedControl size="xs" value={status} onChange={(next) => setStatus(next as 'all' | 'live')} data={[{ value: 'all', label: 'All' }, { value: 'live', label: 'Live' }]} aria-label="Which orders" />
  );
  return (
    <Panel title="Orders" flush aside={choice}>
      <Answer query={query as unknown as UseQueryResult<NonNullable<typeof query.data>>}>
        {({ pages }) => (
          <DataTable
            label="Orders"
            bounded
            rows={rowsOf(pages)}
            columns={columnsOf(agentId ? null : names, rowsOf(pages).some(isLive))}
            rowId={(row) => row.id}
            empty={<Empty title={status === 'live' ? 'No order rests' : 'No orders yet'} icon={IconClipboardList} />}
            more={query.hasNextPage ? { isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage() } : null}
          />
        )}
      </Answer>
    </Panel>
  );
}

/** What can be done with an order that rests. */
function Acts({ order }: { order: Order }) {
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <ModifyOrder order={order} />
      <Cancel order={order} />
    </Group>
  );
}

function Cancel({ order }: { order: Order }) {
  const cache = useQueryClient();
  const mayTrade = useMay('trade');
  const cancelling = useMutation({
    mutationFn: () => cancelOrder(order.id),
    onSuccess: () => told('Order cancelled', `${order.symbol}: what it reserved is free again.`),
    onError: (error) => refused('The order was not cancelled', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.orders }),
  });
  if (!mayTrade) return null;
  return (
    <Button variant="default" size="compact-xs" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
      Cancel
    </Button>
  );
}
