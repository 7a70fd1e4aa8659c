import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const subscribers = queryOptions({
  queryKey: keys.subscribers,
  queryFn: ({ signal }) => read(api.GET('/api/v1/system/subscribers', { signal })),
  refetchInterval: 5000,
});

export const openLetters = queryOptions({
  queryKey: keys.deadLetters,
  queryFn: ({ signal }) => read(api.GET('/api/v1/system/dead-letters', { params: { query: { open: true } }, signal })),
  refetchInterval: 15_000,
});

export const letter = (id: string) =>
  queryOptions({
    queryKey: [...keys.deadLetters, id],
    queryFn: ({ signal }) => read(api.GET('/api/v1/system/dead-letters/{letter_id}', { params: { path: { letter_id: id } }, signal })),
  });

export const retryLetter = (id: string) => read(api.POST('/api/v1/system/dead-letters/{letter_id}/retry', { params: { path: { letter_id: id } }, body: {} }));

export const resolveLetter = ({ id, reason }: { id: string; reason: string }) =>
  read(api.POST('/api/v1/system/dead-letters/{letter_id}/resolve', { params: { path: { letter_id: id } }, body: { reason } }));

export const retryAll = (subscriber: string) =>
  read(api.POST('/api/v1/system/subscribers/{subscriber}/retry-dead-letters', { params: { path: { subscriber } }, body: {} }));

export const rebuild = (name: string) => read(api.POST('/api/v1/system/subscribers/{name}/rebuild', { params: { path: { name } }, body: {} }));
