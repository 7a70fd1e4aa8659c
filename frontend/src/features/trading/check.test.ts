import { expect, test } from 'vitest';
import type { MarketSymbol, TradingAccount } from '@/lib/api/types';
import { checkOrder, freeOf, sentenceOf, type Draft } from './check';

const rules: MarketSymbol = {
  symbol: 'BTC/USD', venue: 'sim', base: 'BTC', quote: 'USD', tickSize: '0.01', lotSize: '0.00001', minNotional: '10', makerFee: '0.001', takerFee: '0.002', status: 'trading',
};
const account = {
  id: 'a', agentId: 'b', name: 'Otto', venue: 'sim', currency: 'USD', funded: '1000', label: '', status: 'OPEN', openedAt: '', closedAt: null, source: 'paper',
  balances: [{ asset: 'USD', total: '1000', held: '400' }, { asset: 'BTC', total: '0.5', held: '0' }],
} satisfies TradingAccount;
const prices = { bid: '49990', ask: '50000' };
const draft = (change: Partial<Draft>): Draft => ({ side: 'buy', orderType: 'market', quantity: '0.01', limitPrice: '', ...change });
const unmet = (change: Partial<Draft>) => checkOrder(draft(change), rules, account, prices).checks.filter(({ met }) => !met).map(({ name }) => name);

test('reserved money cannot be spent again', () => {
  expect(freeOf(account, 'USD')).toBe('600');
  expect(freeOf(account, 'ETH')).toBe('0');
});

test('a purchase costs its notional and the fee', () => {
  expect(checkOrder(draft({}), rules, account, prices)).toMatchObject({ isReady: true, estimate: { price: '50000', notional: '500', fee: '1', total: '501' } });
});

test('a sale brings its notional less the fee, at the bid', () => {
  expect(checkOrder(draft({ side: 'sell' }), rules, account, prices).estimate).toMatchObject({ price: '49990', total: '498.9002' });
});

test.each([
  [{ quantity: '0.012' }, ['Cash']],
  [{ quantity: '0.000001' }, ['Lot size', 'Smallest order']],
  [{ side: 'sell' as const, quantity: '0.6' }, ['Position']],
  [{ orderType: 'limit' as const, limitPrice: '100.005' }, ['Tick size', 'Smallest order']],
  [{ orderType: 'limit' as const, limitPrice: '' }, ['Tick size']],
])('%o is held back by %o', (change, names) => {
  expect(unmet(change)).toEqual(names);
});

test('a stop is judged by its own price, a trailing one by the market’s', () => {
  const price = (orderType: string, terms = {}, limitPrice = '') => checkOrder(draft({ orderType, terms, limitPrice }), rules, account, prices).estimate?.price;
  expect(price('stop', { stop_price: '51000' }, '1')).toBe('51000');
  expect(price('take_profit', { stop_price: '51000' }, '50900')).toBe('50900');
  expect(price('trailing_stop')).toBe('50000');
  expect(price('stop_limit', { stop_price: '51000' }, '51100')).toBe('51100');
});

test('nothing is ready without a quantity, a price or an account', () => {
  expect(checkOrder(draft({ quantity: '' }), rules, account, prices).isReady).toBe(false);
  expect(checkOrder(draft({}), rules, account, null).isReady).toBe(false);
  expect(checkOrder(draft({}), rules, undefined, prices).isReady).toBe(false);
});

test('the button says what it does', () => {
  const { estimate } = checkOrder(draft({}), rules, account, prices);
  expect(sentenceOf(draft({}), rules, estimate)).toBe('Buy 0.01 BTC for about $500.00');
  expect(sentenceOf(draft({ quantity: '' }), rules, null)).toBe('Buy BTC');
});
