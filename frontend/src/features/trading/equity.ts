import type { Point } from '@/components/charts/AreaChart';
import type { EquityHistory } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';

/** How far back a curve may look, in hours. */
export const SPANS = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Span = keyof typeof SPANS;

/** The moment a span begins. */
export const beginningOf = (span: Span, now: number): string => new Date(now - SPANS[span] * 3_600_000).toISOString();

/** A curve for the chart. */
export const curveOf = (points: EquityHistory['points']): Point[] =>
  points.map(({ at, equity }) => ({ time: new Date(at).getTime() / 1000, value: approximately(equity) }));
