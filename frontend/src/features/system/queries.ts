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

/** How far the kill switch goes, from mild to strict. */
export const LEVELS = {
  stop_new_risk: { label: 'Stop new risk', description: 'Open orders and positions stay as they are.' },
  cancel_orders: { label: 'Cancel orders', description: 'All open orders are cancelled, too.' },
  flatten: { label: 'Flatten', description: 'All positions are closed at the market, too.' },
} as const;

export type Level = keyof typeof LEVELS;

export const engage = ({ reason, targetId, level }: { reason: string; targetId: string; level: Level }) =>
  read(api.POST('/api/v1/system/kill-switch', { body: { reason, targetId, level } }));

export const release = ({ reason, targetId, confirm }: { reason: string; targetId: string; confirm: string }) =>
  read(api.POST('/api/v1/system/kill-switch/release', { body: { reason, targetId, confirm } }));
