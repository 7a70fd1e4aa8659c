import type { Agent } from '@/lib/api/types';

/** How a bar's time is told: a recording's is a date of its own, and how long ago that was says nothing. */
export const barAs = ({ venue }: Pick<Agent, 'venue'>) => (venue.startsWith('replay:') ? 'moment' : 'age');
