import type { Mark } from '@/components/charts/CandleChart';
import type { Fill, Interval } from '@/lib/api/types';
import { add } from '@/lib/decimal';
import { formatQuantity } from '@/lib/format';
import { openingOf, secondsOf } from '@/lib/intervals';

/** So many bars beside each other are as wide as a quantity. */
const ROOM = 8;

type Traded = { time: number; side: Fill['side']; quantity: string };

/** One mark per bar and side, earliest first, with all that was executed in it; how much is written where it has room. */
export function marksOf(rows: Pick<Fill, 'marketTime' | 'side' | 'quantity'>[], interval: Interval): Mark[] {
  const traded = new Map<string, Traded>();
  for (const fill of rows) {
    const time = openingOf(fill.marketTime, interval);
    const key = `${time} ${fill.side}`;
    traded.set(key, { time, side: fill.side, quantity: add(traded.get(key)?.quantity ?? '0', fill.quantity) });
  }
  const all = [...traded.values()].sort((a, b) => a.time - b.time);
  const near = crowded(all, ROOM * secondsOf(interval));
  return all.map((each) => ({ time: each.time, side: each.side, text: near.has(each) ? '' : formatQuantity(each.quantity, 4) }));
}

/** Those that have another of their side nearer than so many seconds. */
function crowded(all: Traded[], room: number): Set<Traded> {
  const near = new Set<Traded>();
  const last = new Map<Fill['side'], Traded>();
  for (const each of all) {
    const before = last.get(each.side);
    if (before && each.time - before.time < room) near.add(before).add(each);
    last.set(each.side, each);
  }
  return near;
}
