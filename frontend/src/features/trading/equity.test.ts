import { expect, test } from 'vitest';
import { beginningOf, curveOf } from './equity';

test('a curve has the API’s points, in seconds', () => {
  const points = [
    { at: '2026-01-01T12:00:00Z', equity: '100000', cash: '100000', positionsValue: '0' },
    { at: '2026-01-01T12:01:00Z', equity: '99999.5', cash: '50000', positionsValue: '49999.5' },
  ];
  expect(curveOf(points)).toEqual([
    { time: 1767268800, value: 100000 },
    { time: 1767268860, value: 99999.5 },
  ]);
});

test('a span begins so many hours ago', () => {
  const now = Date.parse('2026-01-08T00:00:00Z');
  expect(beginningOf('1h', now)).toBe('2026-01-07T23:00:00.000Z');
  expect(beginningOf('7d', now)).toBe('2026-01-01T00:00:00.000Z');
});
