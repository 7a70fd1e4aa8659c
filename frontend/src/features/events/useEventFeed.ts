'use client';

import { useEffect, useRef } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEvents } from '@/lib/realtime/hooks';
import type { Event } from '@/lib/realtime/messages';
import { KEPT, recentEvents } from './queries';

const EVERY = 300;

/** The newest events, kept live. Bursts are shown together, so that a busy fleet does not jam the page. */
export function useEventFeed(agentId?: string, types?: string) {
  const query = useQuery(recentEvents(agentId, types));
  const cache = useQueryClient();
  const waiting = useRef<Event[]>([]);
  useEvents('*', (event) => {
    const isWanted = event.metadata.seq && (!agentId || event.metadata.agentId === agentId);
    if (isWanted && covers(types, event.type)) waiting.current.push(event);
  });
  useEffect(() => {
    const { queryKey } = recentEvents(agentId, types);
    const timer = setInterval(() => {
      const fresh = waiting.current.splice(0).toReversed();
      if (fresh.length) cache.setQueryData(queryKey, (known) => merge(fresh, known ?? []));
    }, EVERY);
    return () => clearInterval(timer);
  }, [cache, agentId, types]);
  return query;
}

function merge(fresh: Event[], known: Event[]): Event[] {
  const ids = new Set(known.slice(0, fresh.length + 20).map((event) => event.id));
  return [...fresh.filter((event) => !ids.has(event.id)), ...known].slice(0, KEPT);
}

const covers = (types: string | undefined, type: string) =>
  !types || types.split(',').some((each) => (each.endsWith('*') ? type.startsWith(each.slice(0, -1)) : each === type));
