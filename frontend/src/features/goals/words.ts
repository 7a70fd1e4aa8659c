import type { Goal } from '@/lib/api/types';
import { formatMoney, formatPercent, formatQuantity, NOTHING } from '@/lib/format';

/** A figure of a goal, in the goal's unit. */
export function sayFigure(unit: string, value: string | null): string {
  if (value === null) return NOTHING;
  if (unit === 'USD') return formatMoney(value);
  if (unit === 'percent') return formatPercent(value, { signed: false });
  return unit === 'trades' ? `${formatQuantity(value, 2)} trades` : formatQuantity(value, 2);
}

/** What a goal asks for, in a line. */
export function describe({ type, target, unit, actorKind }: Pick<Goal, 'type' | 'target' | 'unit' | 'actorKind'>): string {
  const amount = sayFigure(unit, target);
  const whose = actorKind === 'farm' ? 'the farm' : 'the agent';
  switch (type) {
    case 'profit':
      return `Earn ${amount}`;
    case 'value':
      return `Be worth ${amount}`;
    case 'trades':
      return `End ${amount}`;
    case 'win_rate':
      return `Win ${amount} of the trades`;
    case 'sharpe':
      return `Reach a Sharpe ratio of ${amount}`;
    default:
      return `Keep ${whose} within a drawdown of ${amount}`;
  }
}
