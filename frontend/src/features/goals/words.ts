import type { Goal } from '@/lib/api/types';
import { formatMoney, formatPercent, formatQuantity, NOTHING } from '@/lib/format';

/** A figure of a goal, in the goal's unit. */
export function sayFigure(unit: string, value: string | null): string {
  if (value === null) return NOTHING;
  if (unit === 'USD') return formatMoney(value);
  if (unit === 'percent') return formatPercent(value, { signed: false });
  return unit === 'trades' ? `${formatQuantity(value, 2)} trades` : formatQuantity(value, 2);
}

/** Whether what a goal measures is money that can be moved into a vault. */
export const earnsMoney = (type: string): boolean => type === 'profit' || type === 'value';

/** What becomes, or became, of what was earned; null where it stays. */
export function sayCollection({ collectProfit, status, collected, uncollected }: Pick<Goal, 'collectProfit' | 'status' | 'collected' | 'uncollected'>): string | null {
  if (!collectProfit) return null;
  if (collected !== null) return `${formatMoney(collected)} went into the vault${uncollected && `: ${uncollected}`}.`;
  if (status === 'active') return 'Once it is reached, the profit goes into the vault.';
  return status === 'completed' ? 'The profit goes into the vault within the minute.' : null;
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
