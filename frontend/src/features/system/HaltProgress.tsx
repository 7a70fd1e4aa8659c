import type { KillSwitch } from '@/lib/api/types';
import { LEVELS } from './queries';

type Halt = KillSwitch['results'][number];

/** How far a halt goes, how quickly it bound, and what is still to be cancelled and closed. */
export function HaltProgress({ halt }: { halt: Halt }) {
  const parts = [
    LEVELS[halt.level].label,
    halt.engagedMs === null ? null : `bound in ${Math.round(halt.engagedMs)} ms`,
    progress('orders', 'cancelled', halt.ordersTotal, halt.ordersLeft, halt.ordersSeconds),
    progress('positions', 'closed', halt.positionsTotal, halt.positionsLeft, halt.positionsSeconds),
  ];
  return <p>{parts.filter(Boolean).join(' · ')}</p>;
}

function progress(what: string, done: string, total: number | null, left: number | null, seconds: number | null) {
  if (total === null || left === null) return null;
  const counts = `${total - left} of ${total} ${what} ${done}`;
  return seconds === null ? counts : `${counts} in ${seconds.toFixed(1)} s`;
}
