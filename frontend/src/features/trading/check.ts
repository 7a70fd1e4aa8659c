import type { MarketSymbol, TradingAccount } from '@/lib/api/types';
import { add, compare, divide, isDecimal, multiply, signOf, subtract } from '@/lib/decimal';
import type { Draft as Terms } from '@/components/forms/draft';
import { formatMoney, formatPrice, formatQuantity } from '@/lib/format';
import { mayTakeLimit, takesLimit } from './terms';

/** `terms` are what the platform's schema has beyond the rest, as they were typed. */
export type Draft = { side: 'buy' | 'sell'; orderType: string; quantity: string; limitPrice: string; terms?: Terms };
export type Prices = { bid: string; ask: string };
export type Check = { name: string; met: boolean; detail: string };
export type Estimate = { price: string; notional: string; fee: string; total: string };
export type Verdict = { checks: Check[]; estimate: Estimate | null; isReady: boolean };

const isAmount = (text: string) => isDecimal(text) && signOf(text) > 0;
const isMultiple = (amount: string, step: string) => compare(multiply(divide(amount, step, 0), step), amount) === 0;

/** What of an asset is neither spent nor reserved. */
export function freeOf(account: TradingAccount | undefined, asset: string): string {
  const balance = account?.balances.find((each) => each.asset === asset);
  return balance ? subtract(balance.total, balance.held) : '0';
}

/** What an order is likely to trade at: its limit, else its stop, else what the market asks or bids. */
function priceOf({ side, orderType, limitPrice, terms }: Draft, prices: Prices | null): string | undefined {
  const market = side === 'buy' ? prices?.ask : prices?.bid;
  if (takesLimit(orderType)) return limitPrice;
  if (orderType === 'market') return market;
  return (mayTakeLimit(orderType) && limitPrice) || (typeof terms?.stop_price === 'string' && terms.stop_price) || market;
}

function estimateOf(draft: Draft, rules: MarketSymbol, prices: Prices | null): Estimate | null {
  const price = priceOf(draft, prices);
  if (!price || !isAmount(price) || !isAmount(draft.quantity)) return null;
  const notional = multiply(draft.quantity, price);
  const fee = multiply(notional, rules.takerFee);
  return { price, notional, fee, total: draft.side === 'buy' ? add(notional, fee) : subtract(notional, fee) };
}

/**
 * What the platform will look at before it accepts an order, with the numbers at hand. The prices of a market order
 * are those of now: the platform judges again with its own, and its word counts.
 */
export function checkOrder(draft: Draft, rules: MarketSymbol, account: TradingAccount | undefined, prices: Prices | null): Verdict {
  const estimate = estimateOf(draft, rules, prices);
  if (!isAmount(draft.quantity)) return { checks: [], estimate: null, isReady: false };
  const checks = [lots(draft, rules), ...ticks(draft, rules), ...size(estimate, rules), ...funds(draft, rules, account, estimate)];
  return { checks, estimate, isReady: estimate !== null && account !== undefined && checks.every(({ met }) => met) };
}

const lots = ({ quantity }: Draft, { lotSize }: MarketSymbol): Check => ({
  name: 'Lot size',
  met: isMultiple(quantity, lotSize),
  detail: `multiples of ${formatQuantity(lotSize)}`,
});

function ticks({ orderType, limitPrice }: Draft, { tickSize }: MarketSymbol): Check[] {
  if (!takesLimit(orderType)) return [];
  return [{ name: 'Tick size', met: isAmount(limitPrice) && isMultiple(limitPrice, tickSize), detail: `multiples of ${formatQuantity(tickSize)}` }];
}

function size(estimate: Estimate | null, { minNotional, quote }: MarketSymbol): Check[] {
  if (!estimate) return [];
  return [{ name: 'Smallest order', met: compare(estimate.notional, minNotional) >= 0, detail: `at least ${formatMoney(minNotional, quote)}` }];
}

function funds({ side, quantity }: Draft, { base, quote }: MarketSymbol, account: TradingAccount | undefined, estimate: Estimate | null): Check[] {
  if (!account || !estimate) return [];
  const asset = side === 'buy' ? quote : base;
  const free = freeOf(account, asset);
  const needed = side === 'buy' ? estimate.total : quantity;
  const said = side === 'buy' ? formatMoney(free, quote) : `${formatQuantity(free)} ${base}`;
  return [{ name: side === 'buy' ? 'Cash' : 'Position', met: compare(free, needed) >= 0, detail: `${said} free` }];
}

/** How an order reads on the button that places it. */
export function sentenceOf({ side, quantity }: Draft, { base, quote }: MarketSymbol, estimate: Estimate | null): string {
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  if (!isAmount(quantity)) return `${verb} ${base}`;
  const worth = estimate ? ` for about ${formatMoney(estimate.notional, quote)}` : '';
  return `${verb} ${formatQuantity(quantity)} ${base}${worth}`;
}

export const describePrice = ({ price }: Estimate): string => formatPrice(price);
