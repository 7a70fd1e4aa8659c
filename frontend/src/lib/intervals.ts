import type { Interval } from '@/lib/api/types';
import { plural } from '@/lib/format';

const SIZES: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

export const INTERVALS: Interval[] = ['1s', '5s', '15s', '1m', '5m', '15m', '1h', '4h', '1d'];

export const secondsOf = (interval: Interval): number => Number(interval.slice(0, -1)) * SIZES[interval.slice(-1)]!;

const UNITS: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/** `15m` for people: `15 minutes`. */
export const describeInterval = (interval: Interval): string => plural(Number(interval.slice(0, -1)), UNITS[interval.slice(-1)]!);

/** The opening, in seconds since 1970, of the bar that a moment falls into. */
export function openingOf(at: string | number, interval: Interval): number {
  const seconds = Math.floor(new Date(at).getTime() / 1000);
  return seconds - (seconds % secondsOf(interval));
}
