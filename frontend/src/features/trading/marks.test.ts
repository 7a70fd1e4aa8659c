import { expect, test } from 'vitest';
import { marksOf } from './marks';

const START = Date.parse('2026-01-01T12:00:00Z') / 1000;
const fill = (second: number, side: 'buy' | 'sell', quantity = '0.5') => ({
  marketTime: new Date((START + second) * 1000).toISOString(),
  side,
  quantity,
});

test('what was executed in one bar on one side is one mark, earliest first', () => {
  const marks = marksOf([fill(70, 'buy', '1'), fill(61, 'buy', '0.25'), fill(3, 'sell', '2')], '1m');
  expect(marks).toEqual([
    { time: START, side: 'sell', text: '2' },
    { time: START + 60, side: 'buy', text: '1.25' },
  ]);
});

test('marks that stand close together have no text, those with room around them have', () => {
  const marks = marksOf([fill(0, 'buy'), fill(20, 'buy'), fill(27, 'buy'), fill(30, 'sell'), fill(35, 'buy')], '1s');
  expect(marks.map(({ side, text }) => `${side} ${text}`)).toEqual(['buy 0.5', 'buy ', 'buy ', 'sell 0.5', 'buy 0.5']);
});
