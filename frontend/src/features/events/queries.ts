import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Event } from '@/lib/realtime/messages';

export const KEPT = 100;

/** The newest events, latest first; live ones are put before them as they come. */
export const recentEvents = (agentId?: string, types?: string) =>
  queryOptions({
    queryKey: [...keys.events, agentId ?? 'all', types ?? '*'],
    queryFn: async ({ signal }): Promise<Event[]> => {
      const page = await read(api.GET('/api/v1/system/events', { params: { query: { limit: KEPT, agentId, types } }, signal }));
      return (page.results as unknown as Event[]).toReversed();
    },
    staleTime: Infinity,
  });
