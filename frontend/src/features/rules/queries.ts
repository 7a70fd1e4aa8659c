import { queryOptions } from '@tanstack/react-query';
import type { paths } from '@shared/api';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { AutonomyLevel } from '@/lib/api/types';

const at = (agentId: string) => ({ params: { path: { agent_id: agentId } } });

export const permissions = (agentId: string) =>
  queryOptions({
    queryKey: keys.agentPart(agentId, 'permissions'),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/permissions', { ...at(agentId), signal })),
  });

export const budgets = (agentId: string) =>
  queryOptions({
    queryKey: keys.agentPart(agentId, 'budget'),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/budget', { ...at(agentId), signal })),
    refetchInterval: 10_000,
  });

export type Effect = 'ALLOW' | 'ASK' | 'DENY';
type Body<Path extends keyof paths> = paths[Path] extends { put: { requestBody?: { content: { 'application/json': infer Sent } } } } ? Sent : never;
export type Limits = Body<'/api/v1/agents/{agent_id}/budget'>;

/** Set or (null) clear the agent's own rule for one tool or toolset; its others stay. */
export const setRule = (agentId: string, rule: { tool?: string; toolset?: string; effect: Effect | null }) =>
  read(api.PUT('/api/v1/agents/{agent_id}/permissions', { ...at(agentId), body: { permissions: [{ tool: null, toolset: null, ...rule }], mode: 'merge' } }));

export const setAutonomy = (agentId: string, level: AutonomyLevel | null) => read(api.PUT('/api/v1/agents/{agent_id}/autonomy', { ...at(agentId), body: { level } }));

export const setBudget = (agentId: string, limits: Limits) => read(api.PUT('/api/v1/agents/{agent_id}/budget', { ...at(agentId), body: limits }));
