import type { Agent, Interval } from '@/lib/api/types';
import { secondsOf } from '@/lib/intervals';

/** How a bar's time is told: a recording's is a date of its own, and how long ago that was says nothing. */
export const barAs = ({ venue }: Pick<Agent, 'venue'>) => (venue.startsWith('replay:') ? 'moment' : 'age');

/** When the last bar that the agent decided on closed: `lastBarAt` is its opening. */
export const lastClose = ({ lastBarAt, interval }: Pick<Agent, 'lastBarAt' | 'interval'>) =>
  lastBarAt && new Date(lastBarAt).getTime() + secondsOf(interval as Interval) * 1000;
