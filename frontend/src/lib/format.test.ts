import { expect, test } from 'vitest';
import { add, compare, divide, multiply, subtract, sum, toFixed } from './decimal';
import { formatAge, formatMoney, formatPercent, formatPrice, formatQuantity, humanise, plural } from './format';

test('sums are exact where floats are not', () => {
  expect(add('0.1', '0.2')).toBe('0.3');
  expect(subtract('100000', '0.000000000000000001')).toBe('99999.999999999999999999');
  expect(multiply('0.1', '52068.23')).toBe('5206.823');
  expect(sum(['1.1', '2.2', '-3.3'])).toBe('0');
  expect(divide('1', '3', 4)).toBe('0.3333');
  expect(compare('1.0', '1')).toBe(0);
  expect(compare('-2', '1')).toBe(-1);
});

test.each([
  ['1234.5', '$1,234.50'],
  ['-0.005', '−$0.01'],
  ['-0.001', '$0.00'],
  ['99999999999999999.99', '$99,999,999,999,999,999.99'],
  ['0', '$0.00'],
  [null, '–'],
])('money %s reads %s', (value, text) => {
  expect(formatMoney(value)).toBe(text);
});

test('a change says which way it went', () => {
  expect(formatMoney('3', 'USD', { signed: true })).toBe('+$3.00');
  expect(formatMoney('-3', 'EUR', { signed: true })).toBe('−€3.00');
  expect(formatMoney('0', 'USD', { signed: true })).toBe('$0.00');
  expect(formatMoney('1.5', 'BTC')).toBe('1.50 BTC');
  expect(formatPercent('1.2345')).toBe('+1.23 %');
  expect(formatPercent('-0.5')).toBe('−0.50 %');
  expect(formatPercent(null)).toBe('–');
});

test.each([
  ['52068.231', '52,068.23'],
  ['0.00929214', '0.009292'],
  ['0.31', '0.3100'],
])('price %s reads %s', (value, text) => {
  expect(formatPrice(value)).toBe(text);
});

test('quantities lose only zeros', () => {
  expect(formatQuantity('0.10000000')).toBe('0.1');
  expect(formatQuantity('100')).toBe('100');
  expect(formatQuantity('1000.50')).toBe('1,000.5');
});

test('halves are rounded away from zero', () => {
  expect(toFixed('1.005', 2)).toBe('1.01');
  expect(toFixed('-1.005', 2)).toBe('-1.01');
  expect(toFixed('12', 0)).toBe('12');
});

test('ages grow in whole units and never look ahead', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  expect(formatAge('2026-01-01T11:59:48Z', now)).toBe('12 s ago');
  expect(formatAge('2026-01-01T10:00:00Z', now)).toBe('2 h ago');
  expect(formatAge('2018-04-04T12:00:00Z', now)).toBe('4 Apr 2018');
  expect(formatAge('2026-01-01T12:00:05Z', now)).toBe('now');
});

test('names become words', () => {
  expect(humanise('partially_filled')).toBe('Partially filled');
  expect(plural(1, 'agent')).toBe('1 agent');
  expect(plural(2000, 'agent')).toBe('2,000 agents');
});
