'use client';

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { MarketTick } from '@shared/events';
import type { Snapshot } from './client';
import type { Covered, Event, Message, Pattern } from './messages';
import { useRealtime } from './provider';

const IDLE: Snapshot = { status: 'idle', attempt: 0 };

export function useConnection(): Snapshot {
  const { client } = useRealtime();
  return useSyncExternalStore(client.onChange, client.getSnapshot, () => IDLE);
}

/** Hear the events of a pattern while the component is there. */
export function useEvents<P extends Pattern>(pattern: P, handler: (event: Event<Covered<P>>) => void): void {
  const { client } = useRealtime();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => client.subscribe(pattern, (event) => latest.current(event)), [client, pattern]);
}

/** The latest prices of a symbol, as they come; undefined until the first. */
export function useTick(venue: string, symbol: string): MarketTick | undefined {
  const { ticks } = useRealtime();
  const listen = useCallback((changed: () => void) => ticks.follow(venue, symbol, changed), [ticks, venue, symbol]);
  return useSyncExternalStore(listen, () => ticks.latest(venue, symbol), () => undefined);
}

/**
 * The socket as a hook: whether it is connected, what was heard last, how to speak, and typed subscriptions.
 * `lastMessage` renders on every message; components that want events only should use `useEvents`.
 */
export function useAGUIWebSocket() {
  const { client } = useRealtime();
  const { status } = useConnection();
  const [lastMessage, setLastMessage] = useState<Message | null>(null);
  useEffect(() => client.onMessage(setLastMessage), [client]);
  return {
    isConnected: status === 'open',
    status,
    lastMessage,
    connect: client.connect,
    disconnect: client.disconnect,
    sendMessage: client.sendMessage,
    subscribe: client.subscribe,
  };
}
