'use client';

import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { RealtimeClient } from './client';
import { keepFresh } from './freshness';
import { TickStore } from './ticks';

/** Everything in the log; the market is followed symbol by symbol. */
const FOLLOWS = ['agent.*', 'backtest.*', 'farm.*', 'goal.*', 'market.price_alert', 'mcp.*', 'portfolio.*', 'run.*', 'saga.*', 'system.*', 'todo.*', 'trade.*', 'vault.*'];

type Realtime = { client: RealtimeClient; ticks: TickStore };
const Context = createContext<Realtime | null>(null);

const address = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;

function start(): Realtime {
  const client = new RealtimeClient(address, FOLLOWS);
  return { client, ticks: new TickStore(client) };
}

/** The page's one connection to what happens, and the caches that it keeps fresh. */
export function RealtimeProvider({ children }: { children: ReactNode }) {
  const [realtime] = useState(start);
  const cache = useQueryClient();
  useEffect(() => {
    const stop = keepFresh(realtime.client, cache);
    realtime.client.connect();
    return () => {
      stop();
      realtime.client.disconnect();
    };
  }, [realtime, cache]);
  return <Context.Provider value={realtime}>{children}</Context.Provider>;
}

export function useRealtime(): Realtime {
  const found = useContext(Context);
  if (!found) throw new Error('useRealtime is for pages below RealtimeProvider');
  return found;
}
