import { expect, test } from 'vitest';
import type { Event } from '@/lib/realtime/messages';
import { describe } from './describe';

const FILLED = { symbol: 'BTC/USD', side: 'buy', quantity: '0.5', price: '60000' };

const told = (type: Event['type'], payload: object) => describe({ type, payload } as Event);

test('many at once are counted', () => {
  expect(told('trade.orders_filled', { items: [FILLED, FILLED] })).toEqual({ text: '2 orders filled', tone: 'good' });
  expect(told('mcp.errors', { items: [{}, {}, {}] })).toEqual({ text: '3 calls failed', tone: 'bad' });
});

test('one of many reads as if it had been told alone', () => {
  const { price, ...own } = FILLED;
  const alone = told('trade.order_filled', FILLED);
  expect(told('trade.orders_filled', { items: [FILLED] })).toEqual(alone);
  expect(told('trade.orders_filled', { same: { price }, items: [own] })).toEqual(alone);
});
