import type { paths } from '@shared/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { WITH_THE_MARKET } from '@/lib/api/queries';
import type { Decision, Page } from '@/lib/api/types';
import type { FleetFilter } from './filters';
import type { Hours } from './hours';

const FIRST = undefined as string | undefined;
const onward = <T>({ next }: Page<T>) => next ?? undefined;

/** What a page of the fleet holds; of a fleet of thousands no more than this is ever on the screen. */
const ON_A_PAGE = 100;

const asked = (filter: FleetFilter, cursor: string | undefined) => ({ ...filter, cursor, limit: ON_A_PAGE }) as Narrowed;
type Narrowed = NonNullable<paths['/api/v1/agents']['get']['parameters']['query']>;

export const agentPage = (filter: FleetFilter, cursor: string | undefined) =>
  queryOptions({
    queryKey: keys.agentPage({ ...filter, cursor }),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents', { params: { query: asked(filter, cursor) }, signal })),
  });

export const worthPage = (filter: FleetFilter, cursor: string | undefined) =>
  queryOptions({
    queryKey: keys.agentWorth({ ...filter, cursor }),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/worth', { params: { query: asked(filter, cursor) }, signal })),
    refetchInterval: WITH_THE_MARKET,
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

export const rollBack = (agentId: string, version: number) =>
  read(api.POST('/api/v1/agents/{agent_id}/versions/{version}/roll-back', { params: { path: { agent_id: agentId, version } } }));

export const schedule = (agentId: string, hours: Hours | null) =>
  read(api.PUT('/api/v1/agents/{agent_id}/schedule', { params: { path: { agent_id: agentId } }, body: { agentId, hours } }));

export const graduation = (id: string) =>
  queryOptions({
    queryKey: keys.agentPart(id, 'graduation'),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/graduation', { params: { path: { agent_id: id } }, signal })),
    refetchInterval: 60_000,
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
