import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import { WITH_THE_MARKET } from '@/lib/api/queries';
import type { Fill, Interval, Order, Page } from '@/lib/api/types';
import { beginningOf, type Span } from './equity';

const FIRST = undefined as string | undefined;
const onward = <T>({ next }: Page<T>) => next ?? undefined;
const BARS = 300;
/** Worth is recorded once a minute. */
const WITH_THE_CLOCK = 20_000;

export const positions = (agentId?: string) =>
  queryOptions({
    queryKey: keys.positions(agentId),
    queryFn: ({ signal }) => read(api.GET('/api/v1/trading/positions', { params: { query: { agentId } }, signal })),
    refetchInterval: WITH_THE_MARKET,
  });

export const equity = (agentId: string | undefined, span: Span) =>
  queryOptions({
    queryKey: keys.equityOf(agentId, span),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/portfolio/history', { params: { query: { agentId, since: beginningOf(span, Date.now()) } }, signal })),
    refetchInterval: WITH_THE_CLOCK,
  });

export const orders = (agentId: string | undefined, status: 'all' | 'live') =>
  infiniteQueryOptions({
    queryKey: keys.orderList(agentId, status),
    queryFn: ({ pageParam, signal }): Promise<Page<Order>> =>
      read(api.GET('/api/v1/trading/orders', { params: { query: { agentId, status, cursor: pageParam } }, signal })),
    initialPageParam: FIRST,
    getNextPageParam: onward,
  });

export const fills = (agentId?: string) =>
  infiniteQueryOptions({
    queryKey: keys.fillList(agentId),
    queryFn: ({ pageParam, signal }): Promise<Page<Fill>> =>
      read(api.GET('/api/v1/trading/fills', { params: { query: { agentId, cursor: pageParam } }, signal })),
    initialPageParam: FIRST,
    getNextPageParam: onward,
  });

/** What was executed lately in one market, for its chart. */
export const marketFills = (venue: string, symbol: string, agentId?: string) =>
  queryOptions({
    queryKey: keys.marketFills(venue, symbol, agentId),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/trading/fills', { params: { query: { agentId, venue, symbol, limit: '200' } }, signal })),
  });

export const accounts = queryOptions({
  queryKey: keys.accounts,
  queryFn: ({ signal }) => read(api.GET('/api/v1/trading/accounts', { params: { query: { limit: '200' } }, signal })),
});

export const candles = (venue: string, symbol: string, interval: Interval) =>
  queryOptions({
    queryKey: keys.candles(venue, symbol, interval),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/market/candles', { params: { query: { venue, symbol, interval, limit: BARS } }, signal })),
    staleTime: 2000,
  });

/** Where the source of prices is bars, there is none, and asking again does not change it. */
const hasNoBook = (error: Error) => Problem.of(error).code === 'no_order_book';

export const book = (venue: string, symbol: string) =>
  queryOptions({
    queryKey: keys.book(venue, symbol),
    queryFn: ({ signal }) => read(api.GET('/api/v1/market/order-book', { params: { query: { venue, symbol } }, signal })),
    refetchInterval: ({ state }) => (state.error ? hasNoBook(state.error) ? false : WITH_THE_MARKET : 1000),
    retry: false,
  });

export const cancelOrder = (orderId: string) =>
  read(api.POST('/api/v1/trading/orders/{order_id}/cancel', { params: { path: { order_id: orderId } } }));

/** Run a command by its name; a refusal by the domain is thrown as the Problem that it is. */
export async function runCommand({ tool, parameters }: { tool: string; parameters: Record<string, unknown> }): Promise<void> {
  const answer = await read(api.POST('/api/v1/mcp/execute', { body: { toolId: tool, tool: null, agentId: null, parameters } }));
  if ('success' in answer && !answer.success) throw new Problem({ status: 422, title: 'Refused', detail: answer.reason, code: answer.code });
}
