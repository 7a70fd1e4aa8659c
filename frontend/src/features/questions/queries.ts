import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export type Standing = 'OPEN' | 'ANSWERED' | 'DISMISSED' | 'EXPIRED' | 'CANCELLED';

/** What agents ask people, newest first; `mcp.question_*` events keep it fresh. */
export const questions = (status?: Standing) =>
  queryOptions({
    queryKey: keys.questionList(status),
    queryFn: ({ signal }) => read(api.GET('/api/v1/mcp/questions', { params: { query: { status, limit: 50 } }, signal })),
    refetchInterval: 60_000,
  });

export type Answering = { id: string; answer: unknown; note: string };

export const answer = ({ id, answer, note }: Answering) =>
  read(api.POST('/api/v1/mcp/questions/{question_id}/answer', { params: { path: { question_id: id } }, body: { answer, note } }));

export const dismiss = ({ id, reason }: { id: string; reason: string }) =>
  read(api.POST('/api/v1/mcp/questions/{question_id}/dismiss', { params: { path: { question_id: id } }, body: { reason } }));
