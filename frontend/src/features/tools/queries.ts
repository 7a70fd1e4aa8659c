import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { ExecutionAnswer } from '@/lib/api/types';

export const toolsOf = (agentId: string) =>
  queryOptions({
    queryKey: keys.tools(agentId),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/mcp-tools', { params: { path: { agent_id: agentId } }, signal })),
    staleTime: 60_000,
  });

export type Answered = ExecutionAnswer | { executionId: string; status: string };

/** Run a tool as an agent. A refusal by the domain is an answer; what a gate stops is thrown as a Problem. */
export async function runTool({ agentId, tool, parameters, key }: { agentId: string; tool: string; parameters: Record<string, unknown>; key: string }): Promise<Answered> {
  const options = { params: { path: { agent_id: agentId } }, body: { toolId: tool, tool: null, agentId: null, parameters }, headers: { 'Idempotency-Key': key } };
  return (await read(api.POST('/api/v1/agents/{agent_id}/execute-tool', options))) as Answered;
}

export const executionsOf = (agentId: string) =>
  queryOptions({
    queryKey: [...keys.executions, agentId],
    queryFn: ({ signal }) => read(api.GET('/api/v1/mcp/executions', { params: { query: { agentId, limit: 20 } }, signal })),
  });

export const statsOf = (agentId: string) =>
  queryOptions({
    queryKey: [...keys.executions, agentId, 'stats'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/mcp/stats', { params: { query: { agentId } }, signal })),
  });
