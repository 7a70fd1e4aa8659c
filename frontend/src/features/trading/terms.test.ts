import { expect, test } from 'vitest';
import { fieldsOf, type Schema } from '@/components/forms/schema';
import { mayTakeLimit, orderTypesOf, takesLimit, termsOf } from './terms';

const price = { anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'null' }], default: null };
const schema: Schema = {
  type: 'object',
  properties: {
    symbol: { type: 'string' },
    quantity: { type: 'string' },
    order_type: { enum: ['market', 'limit', 'stop', 'trailing_stop'] },
    limit_price: price,
    stop_price: price,
    trail_percent: price,
    time_in_force: { enum: ['gtc', 'gtd'], default: 'gtc' },
    good_till: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }], default: null },
    post_only: { type: 'boolean', default: false },
    reduce_only: { type: 'boolean', default: false },
    take_profit_price: price,
    iceberg: { type: 'boolean', default: false },
  },
};
const fields = fieldsOf(schema);
const named = (side: string, orderType: string, terms = {}) => {
  const { needed, more } = termsOf(fields, { side, orderType }, terms);
  return [needed.map(({ name }) => name), more.map(({ name }) => name)];
};

test('each kind of order is asked for what it needs, and offered what suits it', () => {
  expect(named('buy', 'market')).toEqual([[], ['take_profit_price', 'iceberg']]);
  expect(named('sell', 'stop')).toEqual([['stop_price'], ['time_in_force', 'reduce_only', 'iceberg']]);
  expect(named('sell', 'trailing_stop')[0]).toEqual(['trail_percent']);
  expect(named('buy', 'limit')[1]).toEqual(['time_in_force', 'post_only', 'take_profit_price', 'iceberg']);
});

test('a moment is asked for once the order is to last until one', () => {
  expect(named('buy', 'limit', { time_in_force: 'gtd' })[1]).toContain('good_till');
  expect(fields.find(({ name }) => name === 'good_till')?.kind).toBe('moment');
});

test('the kinds of order are those of the platform', () => {
  expect(orderTypesOf(fields)).toEqual(['market', 'limit', 'stop', 'trailing_stop']);
  expect(orderTypesOf([])).toEqual(['market', 'limit']);
  expect([takesLimit('limit'), takesLimit('stop'), mayTakeLimit('take_profit')]).toEqual([true, false, true]);
});
