import { queryOptions, keepPreviousData } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/** What an agent knows that answers some words. No event tells of it, so it is asked for again. */
export const memories = (id: string, words: string) =>
  queryOptions({
    queryKey: keys.memory(id, words),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/memory', { params: { path: { agent_id: id }, query: { q: words, limit: 50 } }, signal })),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });

export type Wish = { title: string; content: string; scope: 'agent' | 'farm' | 'global'; kind: 'fact' | 'lesson' | 'risk'; importance: number };

export const remember = ({ agentId, ...body }: Wish & { agentId: string }) =>
  read(api.POST('/api/v1/agents/{agent_id}/memory', { params: { path: { agent_id: agentId } }, body }));

export const forget = ({ agentId, id }: { agentId: string; id: string }) =>
  read(api.DELETE('/api/v1/agents/{agent_id}/memory/{memory_id}', { params: { path: { agent_id: agentId, memory_id: id } } }));
