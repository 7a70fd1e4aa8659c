'use client';

import { useEffect, useMemo } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Bar } from '@/components/charts/CandleChart';
import { keys } from '@/lib/api/keys';
import type { Candle, Interval } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { openingOf, secondsOf } from '@/lib/intervals';
import { useTick } from '@/lib/realtime/hooks';
import { candles } from './queries';

const barOf = (bar: Candle): Bar => ({
  time: new Date(bar.openedAt).getTime() / 1000,
  open: approximately(bar.open),
  high: approximately(bar.high),
  low: approximately(bar.low),
  close: approximately(bar.close),
  volume: approximately(bar.volume),
});

/**
 * The closed bars of a market and the one that forms from its ticks. Closed bars always come from the API: what
 * ticks drew is replaced as soon as the bar closes.
 */
export function useBars(venue: string, symbol: string, interval: Interval) {
  const query = useQuery(candles(venue, symbol, interval));
  const cache = useQueryClient();
  const bars = useMemo(() => query.data?.candles.map(barOf) ?? [], [query.data]);
  const tick = useTick(venue, symbol);
  const lastClosed = bars.at(-1);
  const opening = tick ? openingOf(tick.asOf, interval) : 0;
  const isBehind = lastClosed !== undefined && opening > lastClosed.time + secondsOf(interval);
  useEffect(() => {
    if (isBehind) void cache.invalidateQueries({ queryKey: keys.candles(venue, symbol, interval) });
  }, [isBehind, opening, cache, venue, symbol, interval]);
  const forming = useMemo(
    () => (tick && lastClosed && opening > lastClosed.time ? { opening, last: approximately(tick.last), open: lastClosed.close } : null),
    [tick, lastClosed, opening],
  );
  return { query, bars, forming, tick };
}
