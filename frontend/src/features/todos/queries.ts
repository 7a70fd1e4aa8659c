import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const todos = (id: string) =>
  queryOptions({
    queryKey: keys.todos(id),
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/agents/{agent_id}/todo-list', { params: { path: { agent_id: id }, query: { limit: 200 } }, signal })),
  });

export type Priority = 'low' | 'normal' | 'high' | 'critical';
export type Wish = { title: string; description: string; priority: Priority; dueAt: string | null; parentId: string | null };

export const createTodo = ({ agentId, ...body }: Wish & { agentId: string }) =>
  read(api.POST('/api/v1/agents/{agent_id}/todo-list', { params: { path: { agent_id: agentId } }, body }));

export const completeTodo = ({ agentId, id, result }: { agentId: string; id: string; result: string }) =>
  read(api.POST('/api/v1/agents/{agent_id}/todo-list/{todo_id}/complete', { params: { path: { agent_id: agentId, todo_id: id } }, body: { result } }));

export type State = 'pending' | 'in_progress' | 'cancelled';

export const moveTodo = ({ agentId, id, status }: { agentId: string; id: string; status: State }) =>
  read(api.PATCH('/api/v1/agents/{agent_id}/todo-list/{todo_id}', { params: { path: { agent_id: agentId, todo_id: id } }, body: { status } }));
