'use client';

import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useConnection, useEvents } from '@/lib/realtime/hooks';
import { eventsAfter } from './queries';
import { add, BLANK, type Placed, type RunEvent, type Transcript } from './transcript';

type Step = Placed | 'anew';

const reduce = (known: Transcript, step: Step): Transcript => (step === 'anew' ? BLANK : add(known, step));

const LOOK_EVERY = 1000;

/**
 * A run as it is told: read from its beginning, then heard on the socket. What was missed, because an event came
 * early or the connection was away, is read by its place; nothing is shown twice.
 */
export function useTranscript(agentId: string, runId: string, trigger: string): Transcript {
  const [known, tell] = useReducer(reduce, BLANK);
  const place = useRef(0);
  const isReading = useRef(false);
  useEffect(() => {
    place.current = known.place;
  }, [known.place]);

  const catchUp = useCallback(
    async (signal?: AbortSignal) => {
      if (isReading.current) return;
      isReading.current = true;
      try {
        for (let after = place.current, isMore = true; isMore; ) {
          const page = await eventsAfter(agentId, runId, after, signal);
          page.results.forEach(({ seq, payload }) => tell({ place: seq, event: payload as RunEvent }));
          isMore = page.results.length > 0 && !page.isOver;
          after = page.next;
        }
      } catch {
        // The next event, or the next look, tries again; what the page cannot reach the connection shows.
      } finally {
        isReading.current = false;
      }
    },
    [agentId, runId],
  );

  const { status } = useConnection();
  useEffect(() => {
    const gone = new AbortController();
    void catchUp(gone.signal);
    return () => gone.abort();
  }, [catchUp, status]);
  useEvents('agui.event', ({ payload }) => {
    if (payload.runId !== runId || payload.agentId !== agentId) return;
    if (payload.place > place.current + 1) void catchUp();
    else tell({ place: payload.place, event: payload.event as RunEvent });
  });

  const isOver = known.status !== 'waiting' && known.status !== 'running';
  useEffect(() => {
    // The runs of decisions are told from their rows and do not ride the socket.
    if (isOver || trigger !== 'decision') return;
    const timer = setInterval(() => void catchUp(), LOOK_EVERY);
    return () => clearInterval(timer);
  }, [catchUp, isOver, trigger]);
  return known;
}
