import type { MarketTick } from '@shared/events';
import type { RealtimeClient } from './client';

/** The latest tick of each symbol, outside React, so that only what shows a price renders with it. */
export class TickStore {
  private ticks = new Map<string, MarketTick>();
  private listeners = new Map<string, Set<() => void>>();

  constructor(private readonly client: RealtimeClient) {
    client.subscribe('market.tick', ({ payload }) => this.put(payload));
  }

  latest = (venue: string, symbol: string): MarketTick | undefined => this.ticks.get(name(venue, symbol));

  follow = (venue: string, symbol: string, changed: () => void): (() => void) => {
    const key = name(venue, symbol);
    const heard = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, heard.add(changed));
    const stop = this.client.followSymbol(symbol);
    return () => {
      heard.delete(changed);
      stop();
    };
  };

  private put(tick: MarketTick): void {
    const key = name(tick.venue, tick.symbol);
    const known = this.ticks.get(key);
    if (known && known.asOf > tick.asOf) return;
    this.ticks.set(key, tick);
    this.listeners.get(key)?.forEach((changed) => changed());
  }
}

const name = (venue: string, symbol: string) => `${venue} ${symbol}`;
