import { expect, test } from 'vitest';
import { moved } from './order';
import { describe as said, fieldsFor } from './words';

test('a symbol moves by one place, and not beyond the ends', () => {
  expect(moved(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 'b', 1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 'x', 1)).toEqual(['a', 'b']);
});

test.each([
  [{ condition: 'above', price: '60000', percent: null }, 'rises to 60,000.00'],
  [{ condition: 'below', price: '0.5', percent: null }, 'falls to 0.5000'],
  [{ condition: 'crosses', price: '100', percent: null }, 'crosses 100.00'],
  [{ condition: 'change', price: null, percent: '5' }, 'moves 5.00 % either way'],
])('%o is said as “%s”', (alert, words) => {
  expect(said(alert)).toBe(words);
});

test('a change takes a percentage, all else a price, and only what repeats rests', () => {
  expect(fieldsFor('change', false)).toContain('percent');
  expect(fieldsFor('above', false)).not.toContain('percent');
  expect(fieldsFor('above', false)).not.toContain('cooldown_seconds');
  expect(fieldsFor('above', true)).toContain('cooldown_seconds');
});
