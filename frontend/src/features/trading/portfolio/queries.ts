import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Page, Trip } from '@/lib/api/types';
import { sinceOf, type Period } from './periods';

/** Worth is recorded once a minute. */
const WITH_THE_CLOCK = 20_000;
const FIRST = undefined as string | undefined;

export type By = 'agent' | 'strategy' | 'symbol';
export type State = 'all' | 'open' | 'closed';

export const performance = (accountId: string | undefined, period: Period) =>
  queryOptions({
    queryKey: keys.performance(accountId, period),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/portfolio/performance', { params: { query: { accountId, since: sinceOf(period, Date.now()) } }, signal })),
    refetchInterval: WITH_THE_CLOCK,
  });

export const attribution = (accountId: string | undefined, period: Period, by: By) =>
  queryOptions({
    queryKey: keys.attribution(accountId, period, by),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/portfolio/attribution', { params: { query: { accountId, by, since: sinceOf(period, Date.now()) } }, signal })),
    refetchInterval: WITH_THE_CLOCK,
  });

export const journal = (accountId: string | undefined, state: State) =>
  infiniteQueryOptions({
    queryKey: keys.journalList(accountId, state),
    queryFn: ({ pageParam, signal }): Promise<Page<Trip>> =>
      read(api.GET('/api/v1/trading/journal', { params: { query: { accountId, state, cursor: pageParam } }, signal })),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }: Page<Trip>) => next ?? undefined,
    refetchInterval: WITH_THE_CLOCK,
  });

export const annotate = ({ id, note }: { id: string; note: string }) =>
  read(api.PATCH('/api/v1/trading/journal/{trade_id}', { params: { path: { trade_id: id } }, body: { note } }));
