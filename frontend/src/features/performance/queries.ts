import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const PERIODS = ['7d', '30d', '90d', '365d'] as const;
export type Period = (typeof PERIODS)[number];

export const RANKINGS = ['return', 'profit', 'sharpe', 'sortino', 'drawdown', 'win_rate', 'profit_factor', 'trades'] as const;
export type Ranking = (typeof RANKINGS)[number];

export const performanceOf = (id: string, period: Period) =>
  queryOptions({
    queryKey: keys.performanceOf(id, period),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/performance', { params: { path: { agent_id: id }, query: { period } }, signal })),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });

export type Narrowed = { by: Ranking; period: Period; type?: string; status?: string; leastTrades?: number };

/** Agents are measured every five minutes; `agent.performance` tells when. */
export const leaderboard = (query: Narrowed) =>
  queryOptions({
    queryKey: keys.leaderboard(query),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/leaderboard', { params: { query: { ...query, limit: 100 } }, signal })),
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
