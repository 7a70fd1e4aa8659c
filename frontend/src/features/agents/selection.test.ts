import { expect, test } from 'vitest';
import { countOf, isChosen, mark, markOf, NOBODY, typeOf, wantedBy, type Selection } from './selection';

const agent = (id: string, type = 'rsi') => ({ id, name: `Agent ${id}`, type });
const [one, two] = [agent('1'), agent('2', 'macd')];
const ALL: Selection = { isAll: true, count: 1234 };

test('who is marked on one page stays marked on the next', () => {
  const marked = mark(mark(NOBODY, [one], true), [two], true);
  expect([countOf(marked), isChosen(marked, '1'), isChosen(marked, '2')]).toEqual([2, true, true]);
  expect(wantedBy(marked, { status: 'running' })).toEqual({ agentIds: ['1', '2'] });
});

test('a page knows whether all, some or none of it is marked', () => {
  const marked = mark(NOBODY, [one], true);
  expect([markOf(NOBODY, [one, two]), markOf(marked, [one, two]), markOf(marked, [one]), markOf(ALL, [two])]).toEqual(['none', 'some', 'all', 'all']);
});

test('all that match are asked for by the filter, not one by one', () => {
  expect(wantedBy(ALL, { status: 'running', search: 'alpha' })).toEqual({ status: 'running', search: 'alpha' });
  expect(countOf(ALL)).toBe(1234);
});

test('after all that match, marking begins anew', () => {
  expect(countOf(mark(ALL, [one], true))).toBe(1);
});

test('settings are of one type: that of the marked, or of the filter', () => {
  expect(typeOf(mark(NOBODY, [one], true), {})).toBe('rsi');
  expect(typeOf(mark(NOBODY, [one, two], true), {})).toBeNull();
  expect([typeOf(ALL, {}), typeOf(ALL, { type: 'macd' })]).toEqual([null, 'macd']);
});
