import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Agent, Decision, Page } from '@/lib/api/types';

const FIRST = undefined as string | undefined;
const onward = <T>({ next }: Page<T>) => next ?? undefined;

export const agentList = infiniteQueryOptions({
  queryKey: keys.agentList,
  queryFn: ({ pageParam, signal }): Promise<Page<Agent>> =>
    read(api.GET('/api/v1/agents', { params: { query: { limit: 200, cursor: pageParam } }, signal })),
  initialPageParam: FIRST,
  getNextPageParam: onward,
});

export const agent = (id: string) =>
  queryOptions({
    queryKey: keys.agent(id),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}', { params: { path: { agent_id: id } }, signal })),
  });

export const decisions = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.decisions(id),
    queryFn: ({ pageParam, signal }): Promise<Page<Decision>> =>
      read(
        api.GET('/api/v1/agents/{agent_id}/decisions', {
          params: { path: { agent_id: id }, query: { limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: FIRST,
    getNextPageParam: onward,
  });

export const rerun = (agentId: string, decisionId: string, asked: { type?: string; parameters?: string }) =>
  queryOptions({
    queryKey: [...keys.agentPart(agentId, 'rerun'), decisionId, asked],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/agents/{agent_id}/decisions/{decision_id}/rerun', {
          params: { path: { agent_id: agentId, decision_id: decisionId }, query: asked },
          signal,
        }),
      ),
  });

export const versions = (id: string) =>
  queryOptions({
    queryKey: keys.agentPart(id, 'versions'),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/versions', { params: { path: { agent_id: id } }, signal })),
  });

export const persistence = (id: string) =>
  queryOptions({
    queryKey: keys.agentPart(id, 'persistence'),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/persistence', { params: { path: { agent_id: id } }, signal })),
  });

export const worthOf = (id: string) =>
  queryOptions({
    queryKey: keys.summary(id),
    queryFn: ({ signal }) => read(api.GET('/api/v1/portfolio/summary', { params: { query: { agentId: id } }, signal })),
    refetchInterval: 5000,
  });
