import type { Agent } from '@/lib/api/types';

/** How an agent fares, as far as the platform says so: what it adds to an agent's state where something is wrong. */
export type Faring = Agent & {
  health?: string;
  heartbeatAt?: string | null;
  retries?: number;
  failedAt?: string | null;
  nextRetryAt?: string | null;
};

const MEANINGS: Record<string, string> = { late: 'Behind its market', waiting: 'Its market stands still' };

/** What keeps a running agent from deciding, in words; empty where nothing does. */
export const troubleOf = ({ status, health }: Faring): string => (status === 'running' && health ? (MEANINGS[health] ?? '') : '');
