import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const checkpoints = (id: string) =>
  queryOptions({
    queryKey: keys.checkpoints(id),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/checkpoints', { params: { path: { agent_id: id } }, signal })),
  });

/** What would change if the agent were brought back. */
export const comparison = (id: string, checkpoint: string) =>
  queryOptions({
    queryKey: keys.comparison(id, checkpoint),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/agents/{agent_id}/checkpoints/{checkpoint_id}/comparison', { params: { path: { agent_id: id, checkpoint_id: checkpoint } }, signal })),
    staleTime: 0,
  });

export const takeCheckpoint = ({ agentId, reason }: { agentId: string; reason: string }) =>
  read(api.POST('/api/v1/agents/{agent_id}/checkpoints', { params: { path: { agent_id: agentId } }, body: { reason } }));

export const restoreCheckpoint = ({ agentId, id }: { agentId: string; id: string }) =>
  read(api.POST('/api/v1/agents/{agent_id}/checkpoints/{checkpoint_id}/restore', { params: { path: { agent_id: agentId, checkpoint_id: id } } }));
