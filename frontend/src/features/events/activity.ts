import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { HourOfActivity } from '@/lib/api/types';

const HOUR = 3_600_000;

export const activity = queryOptions({
  queryKey: [...keys.events, 'activity'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/system/events/activity', { signal })),
  refetchInterval: 60_000,
});

export type Hour = { startsAt: number; count: number; share: number };

/** Every hour of a period with its events of all types, also those without any, and their share of the most. */
export function hoursOf(since: string, until: string, rows: HourOfActivity[]): Hour[] {
  const counts = new Map<number, number>();
  for (const { startsAt, count } of rows) counts.set(Date.parse(startsAt), (counts.get(Date.parse(startsAt)) ?? 0) + count);
  const most = Math.max(1, ...counts.values());
  const [first, end] = [Date.parse(since), Date.parse(until)];
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / HOUR)) }, (_, n) => {
    const startsAt = first + n * HOUR;
    const count = counts.get(startsAt) ?? 0;
    return { startsAt, count, share: count / most };
  });
}
