import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export type Show = 'inbox' | 'sent';

export const messages = (id: string, show: Show) =>
  queryOptions({
    queryKey: [...keys.messages(id), show],
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/messages', { params: { path: { agent_id: id }, query: { show } }, signal })),
  });

/** Writing to an agent, in one's own name. */
export const writeTo = ({ agentId, ...body }: { agentId: string; subject: string; body: string }) =>
  read(api.POST('/api/v1/agents/{agent_id}/messages', { params: { path: { agent_id: agentId } }, body }));
