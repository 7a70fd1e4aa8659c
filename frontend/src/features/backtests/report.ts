import type { Point } from '@/components/charts/AreaChart';
import type { BacktestReport } from '@/lib/api/types';
import { isDecimal } from '@/lib/decimal';
import { humanise, plural } from '@/lib/format';

/** A float that stands for money, as a decimal: `1e-7` too. */
export const decimalOf = (value: number): string => (isDecimal(String(value)) ? String(value) : value.toFixed(18));

type Value = 'equity' | 'benchmark' | 'drawdown';

/** A curve of the report for the chart. */
export const curveOf = (points: BacktestReport['equity'], value: Value): Point[] => points.map((point) => ({ time: new Date(point.at).getTime() / 1000, value: point[value] }));

/** Which orders were refused or ended unfilled, and how many: `3 insufficient funds`. */
export const unfilledOf = ({ ordersEnded }: Pick<BacktestReport, 'ordersEnded'>): string =>
  Object.entries(ordersEnded)
    .map(([code, count]) => `${count} ${humanise(code).toLowerCase()}`)
    .join(', ');

/** Out of how much the figures are the best; nothing for a strategy by itself. */
export function describeKind({ kind, contenders, windows, combinationsTried }: BacktestReport): string {
  if (kind === 'comparison') return `The best of ${contenders.length} strategies: ${humanise(contenders[0]?.strategy ?? '').toLowerCase()}.`;
  if (kind === 'sweep') return `The best of ${plural(combinationsTried, 'combination')}.`;
  if (kind === 'walk_forward') return `${plural(windows.length, 'window')}, each judged on bars after those it was chosen on.`;
  return '';
}
