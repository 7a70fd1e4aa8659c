import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/** The alerts that have not ended, newest first; `system.alert` events keep them fresh. */
export const openAlerts = queryOptions({
  queryKey: keys.alerts,
  queryFn: ({ signal }) => read(api.GET('/api/v1/system/alerts', { params: { query: { open: true } }, signal })),
  refetchInterval: 60_000,
});

export type Dealing = { id: string; note: string };

export const acknowledge = ({ id, note }: Dealing) =>
  read(api.POST('/api/v1/system/alerts/{alert_id}/acknowledge', { params: { path: { alert_id: id } }, body: { note } }));

export const resolve = ({ id, note }: Dealing) =>
  read(api.POST('/api/v1/system/alerts/{alert_id}/resolve', { params: { path: { alert_id: id } }, body: { note } }));
