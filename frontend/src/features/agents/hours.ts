import type { Interval, Version } from '@/lib/api/types';
import { secondsOf } from '@/lib/intervals';

export type Hours = NonNullable<Version['hours']>;

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DAY = 86_400;

/** Seconds since midnight of `08:30` or `08:30:00`. */
const secondsAt = (clock: string): number => clock.split(':').reduce((sum, part, index) => sum + Number(part) * 60 ** (2 - index), 0);

/** 0 is Monday, as the API counts them; 1 January 1970 was a Thursday. */
const weekdayOf = (seconds: number): number => (Math.floor(seconds / DAY) + 3) % 7;

/** Whether a moment (seconds since 1970, UTC) is within hours; a night belongs to the day on which it begins. */
export function holds({ days, begins, ends }: Hours, at: number): boolean {
  const [from, to, clock, today] = [secondsAt(begins), secondsAt(ends), at % DAY, weekdayOf(at)];
  if (from < to) return days.includes(today) && from <= clock && clock < to;
  if (clock >= from) return days.includes(today);
  return clock < to && days.includes((today + 6) % 7);
}

/** When the next bar closes that is decided on, in milliseconds; null where none ever closes within the hours. */
export function nextDecision(hours: Hours | null, interval: Interval, now: number): number | null {
  const size = secondsOf(interval);
  const closing = (seconds: number) => Math.ceil(seconds / size) * size;
  const first = closing(Math.floor(now / 1000) + 1);
  if (!hours) return first * 1000;
  const midnight = first - (first % DAY);
  const openings = Array.from({ length: 9 }, (_, day) => closing(midnight + (day - 1) * DAY + secondsAt(hours.begins)));
  const found = [first, ...openings.filter((each) => each >= first)].find((each) => holds(hours, each));
  return found === undefined ? null : found * 1000;
}

const clockOf = (time: string): string => time.slice(0, 5);

/** `Monday to Friday, 08:00 to 17:00 UTC`. */
export function describeHours({ days, begins, ends }: Hours): string {
  const isOvernight = secondsAt(begins) >= secondsAt(ends);
  return `${describeDays(days)}, ${clockOf(begins)} to ${clockOf(ends)}${isOvernight ? ' of the next day' : ''} UTC`;
}

function describeDays(days: readonly number[]): string {
  if (days.length === DAYS.length) return 'Every day';
  const [first = 0] = days;
  const isRow = days.length > 2 && days.every((day, index) => day === first + index);
  return isRow ? `${DAYS[first]} to ${DAYS[days.at(-1)!]}` : days.map((day) => DAYS[day]).join(', ');
}
