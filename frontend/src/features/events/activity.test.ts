import { expect, test } from 'vitest';
import { hoursOf } from './activity';

const at = (hour: number) => new Date(hour * 3_600_000).toISOString();

test('types of an hour are added up, and an hour without events is one', () => {
  const rows = [
    { startsAt: at(1), type: 'trade.order_filled', count: 2 },
    { startsAt: at(1), type: 'agent.status', count: 2 },
    { startsAt: at(3), type: 'agent.status', count: 1 },
  ];
  expect(hoursOf(at(1), at(3.5), rows).map(({ count, share }) => [count, share])).toEqual([
    [4, 1],
    [0, 0],
    [1, 0.25],
  ]);
});
