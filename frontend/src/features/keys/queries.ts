import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { ApiKey, NewKey, Page } from '@/lib/api/types';

export type Scope = 'read' | 'trade' | 'operate' | 'admin';

/** A key to issue; `tools` null: not narrowed, `actorId` null: for oneself, `expiresAt` null: until revoked. */
export type Wish = { name: string; scopes: Scope[]; tools: string[] | null; actorId: string | null; expiresAt: string | null };

export const apiKeys = infiniteQueryOptions({
  queryKey: keys.apiKeys,
  queryFn: ({ pageParam, signal }): Promise<Page<ApiKey>> => read(api.GET('/api/v1/account/keys', { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
});

export const issueKey = (body: Wish): Promise<NewKey> => read(api.POST('/api/v1/account/keys', { body }));

export const revokeKey = (id: string) => read(api.DELETE('/api/v1/account/keys/{key_id}', { params: { path: { key_id: id } } }));
