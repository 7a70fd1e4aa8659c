import { expect, test } from 'vitest';
import { draftOf } from '@/components/forms/draft';
import { Problem } from '@/lib/api/problem';
import { checkWish, FIRST, settingsOf, wantedOf, wishErrorsOf } from './wish';

/** As the API describes a strategy. */
const strategy = {
  type: 'momentum',
  canBeBacktested: true,
  title: 'Momentum',
  description: 'Buys what rises.',
  parametersSchema: {
    type: 'object',
    properties: {
      lookback: { type: 'integer', default: 10, description: 'Bars.' },
      entry: { anyOf: [{ type: 'number' }, { type: 'string' }], default: '0.3', description: 'Percent.' },
    },
  },
};
const settings = settingsOf(strategy);
const wish = { ...FIRST, name: 'Momo', type: 'momentum', parameters: draftOf(settings) };

test('a form that was left alone sends the defaults of the schema', () => {
  expect(checkWish(wish, settings)).toEqual({});
  expect(wantedOf(wish, settings).parameters).toEqual({ lookback: 10, entry: '0.3' });
});

test('an emptied setting is left to the strategy', () => {
  expect(wantedOf({ ...wish, parameters: { lookback: '', entry: '0.5' } }, settings).parameters).toEqual({ entry: '0.5' });
});

test('what is wrong is named as the form names it, settings below their own', () => {
  const wrong = { ...wish, name: ' ', initialCapital: '-1', symbols: [], parameters: { lookback: '2.5', entry: 'fast' } };
  expect(Object.keys(checkWish(wrong, settings)).sort()).toEqual(['initialCapital', 'name', 'parameters.entry', 'parameters.lookback', 'symbols']);
});

test('so is what the API refuses', () => {
  const errors = [
    { pointer: '/initial_capital', reason: 'too much' },
    { pointer: '/parameters/lookback', reason: 'too long' },
    { pointer: '/parameters', reason: 'exit must be below entry' },
  ];
  expect(wishErrorsOf(new Problem({ status: 422, errors }))).toEqual({
    initialCapital: 'too much', 'parameters.lookback': 'too long', parameters: 'exit must be below entry',
  });
});
