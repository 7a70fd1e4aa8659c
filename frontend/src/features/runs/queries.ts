import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Page, Run, RunEventPage } from '@/lib/api/types';

const FIRST = undefined as string | undefined;

export type Trigger = 'person' | 'schedule' | 'decision';

export const runsOf = (agentId: string, trigger: Trigger) =>
  infiniteQueryOptions({
    queryKey: keys.runs(agentId, trigger),
    queryFn: ({ pageParam, signal }): Promise<Page<Run>> =>
      read(api.GET('/api/v1/agents/{agent_id}/runs', { params: { path: { agent_id: agentId }, query: { trigger, limit: 20, cursor: pageParam } }, signal })),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }: Page<Run>) => next ?? undefined,
  });

/** The events of a run behind a place, as a page; the socket brings what comes after it. */
export async function eventsAfter(agentId: string, runId: string, after: number, signal?: AbortSignal): Promise<RunEventPage> {
  const params = { path: { agent_id: agentId, run_id: runId }, query: { after: String(after) } };
  const headers = { Accept: 'application/json' };
  return (await read(api.GET('/api/v1/agents/{agent_id}/runs/{run_id}/events', { params, headers, signal }))) as RunEventPage;
}

export const budgetOf = (agentId: string) =>
  queryOptions({
    queryKey: keys.agentPart(agentId, 'language-budget'),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/language-budget', { params: { path: { agent_id: agentId } }, signal })),
    refetchInterval: 10_000,
  });
