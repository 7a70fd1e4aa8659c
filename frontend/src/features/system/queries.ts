import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const health = queryOptions({
  queryKey: keys.health,
  queryFn: ({ signal }) => read(api.GET('/api/v1/system/health/detailed', { signal })),
  refetchInterval: 5000,
});

export const services = queryOptions({
  queryKey: keys.services,
  queryFn: ({ signal }) => read(api.GET('/api/v1/system/services', { signal })),
  refetchInterval: 5000,
});

export const killSwitch = queryOptions({
  queryKey: keys.killSwitch,
  queryFn: ({ signal }) => read(api.GET('/api/v1/system/kill-switch', { signal })),
  refetchInterval: 30_000,
});

export const sagas = queryOptions({
  queryKey: keys.sagas,
  queryFn: ({ signal }) => read(api.GET('/api/v1/system/sagas', { signal })),
});

export const engage = ({ reason, targetId }: { reason: string; targetId: string }) =>
  read(api.POST('/api/v1/system/kill-switch', { body: { reason, targetId } }));

export const release = ({ reason, targetId }: { reason: string; targetId: string }) =>
  read(api.POST('/api/v1/system/kill-switch/release', { body: { reason, targetId } }));
