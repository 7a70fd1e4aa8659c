import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { WITH_THE_MARKET } from '@/lib/api/queries';
import type { Backtest, BacktestTerms, BacktestTrade, Page } from '@/lib/api/types';

const FIRST = undefined as string | undefined;
const onward = <T>({ next }: Page<T>) => next ?? undefined;

export const isOpen = ({ finishedAt }: Pick<Backtest, 'finishedAt'>): boolean => finishedAt === null;

/** Events tell of what runs; what waits for a worker says nothing, and is asked about. */
const whileOpen = (runs: Backtest[]) => (runs.some(isOpen) ? WITH_THE_MARKET : false);

export const backtests = infiniteQueryOptions({
  queryKey: keys.backtestList,
  queryFn: ({ pageParam, signal }): Promise<Page<Backtest>> =>
    read(api.GET('/api/v1/trading/backtests', { params: { query: { limit: '20', cursor: pageParam } }, signal })),
  initialPageParam: FIRST,
  getNextPageParam: onward,
  refetchInterval: ({ state }) => whileOpen(state.data?.pages.flatMap(({ results }) => results) ?? []),
});

export const backtest = (id: string) =>
  queryOptions({
    queryKey: keys.backtest(id),
    queryFn: ({ signal }) => read(api.GET('/api/v1/trading/backtests/{backtest_id}', { params: { path: { backtest_id: id } }, signal })),
    refetchInterval: ({ state }) => whileOpen(state.data ? [state.data] : []),
  });

export const trades = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.backtestTrades(id),
    queryFn: ({ pageParam, signal }): Promise<Page<BacktestTrade>> =>
      read(api.GET('/api/v1/trading/backtests/{backtest_id}/trades', { params: { path: { backtest_id: id }, query: { limit: '100', cursor: pageParam } }, signal })),
    initialPageParam: FIRST,
    getNextPageParam: onward,
    staleTime: Infinity,
  });

/** Ask for a backtest. Answers its id where it ended within seconds, else null: it waits or runs. What stands in the form is what the tool's schema says. */
export async function runBacktest(parameters: Record<string, unknown>): Promise<string | null> {
  const answer = await read(api.POST('/api/v1/trading/backtests', { body: parameters as BacktestTerms }));
  return 'backtestId' in answer ? answer.backtestId : null;
}

export const cancelBacktest = ({ id }: { id: string }) =>
  read(api.POST('/api/v1/trading/backtests/{backtest_id}/cancel', { params: { path: { backtest_id: id } } }));
