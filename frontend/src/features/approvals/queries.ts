import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { WITH_THE_MARKET } from '@/lib/api/queries';
import type { Approval, Page } from '@/lib/api/types';

export type State = Approval['state'];

const list = (state: State | undefined, limit: number, cursor: string | undefined, signal: AbortSignal): Promise<Page<Approval>> =>
  read(api.GET('/api/v1/mcp/approvals', { params: { query: { state, limit, cursor } }, signal }));

/** What people were asked about, newest first; events keep it fresh. */
export const approvals = (state: State | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.approvalList(state ?? 'all'),
    queryFn: ({ pageParam, signal }) => list(state, 20, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const pendingCount = queryOptions({
  queryKey: keys.approvalList('count'),
  queryFn: ({ signal }) => list('PENDING', 1, undefined, signal),
  refetchInterval: 60_000,
});

/** One of them with the facts as they are now, which move with the market. */
export const approval = (id: string) =>
  queryOptions({
    queryKey: keys.approval(id),
    queryFn: ({ signal }) => read(api.GET('/api/v1/mcp/approvals/{approval_id}', { params: { path: { approval_id: id } }, signal })),
    refetchInterval: WITH_THE_MARKET,
  });

/** What was looked at is what is approved: its digest goes along. */
export const approve = ({ id, argumentsDigest }: Pick<Approval, 'id' | 'argumentsDigest'>) =>
  read(api.POST('/api/v1/mcp/approvals/{approval_id}/approve', { params: { path: { approval_id: id } }, body: { argumentsDigest } }));

export const reject = ({ id, reason }: { id: string; reason: string }) =>
  read(api.POST('/api/v1/mcp/approvals/{approval_id}/reject', { params: { path: { approval_id: id } }, body: { reason } }));
