import { expect, test } from 'vitest';
import type { Attribution, Share } from '@/lib/api/types';
import { linesOf } from './AttributionPanel';

const share = (key: string): Share => ({ key, name: key, profit: '1', realised: '1', unrealised: '0', fees: '0', trades: 1, wins: 1 });
const found = (rows: Share[], others: Share | null): Attribution => ({
  by: 'symbol', currency: 'USD', rows, others, total: share('total'), leftOut: [], source: 'paper', asOf: '2026-01-01T00:00:00Z',
});

test('the total stands below what it sums, and what is beyond the rows between them', () => {
  expect(linesOf(found([share('a'), share('b')], share('others'))).map(({ key }) => key)).toEqual(['a', 'b', 'others', 'total']);
  expect(linesOf(found([share('a')], null)).map(({ key }) => key)).toEqual(['a', 'total']);
});

test('a total of nothing is not shown', () => {
  expect(linesOf(found([], null))).toEqual([]);
});
