'use client';

import { useState } from 'react';
import type { Bar } from '@/components/charts/CandleChart';

export type Drawn = { opening: number; last: number; open: number };

/** The bar so far after one more price. */
export function extend(bar: Bar | null, { opening, last, open }: Drawn): Bar {
  const known = bar?.time === opening ? bar : { time: opening, open, high: open, low: open, close: open, volume: 0 };
  return { ...known, high: Math.max(known.high, last), low: Math.min(known.low, last), close: last };
}

/** Keeps the forming bar of one market from tick to tick. */
export function useForming(name: string, drawn: Drawn | null): Bar | null {
  const [kept, keep] = useState<{ name: string; drawn: Drawn | null; bar: Bar | null }>({ name, drawn: null, bar: null });
  if (kept.name !== name || kept.drawn !== drawn) {
    const before = kept.name === name ? kept.bar : null;
    keep({ name, drawn, bar: drawn && extend(before, drawn) });
  }
  return kept.name === name ? kept.bar : null;
}
