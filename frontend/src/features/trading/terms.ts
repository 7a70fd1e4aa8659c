import type { Draft as Terms } from '@/components/forms/draft';
import type { Field } from '@/components/forms/schema';

/** What the ticket asks for itself; every other field of the command's schema is a further term. */
const OWN = new Set(['symbol', 'side', 'quantity', 'order_type', 'limit_price', 'client_order_id', 'agent_id', 'account_id']);

const LIMITED = new Set(['limit', 'stop_limit']);
const STOPPED = new Set(['stop', 'stop_limit', 'take_profit']);

type Kind = { side: string; orderType: string };

/** For which orders a term makes sense; what is not named here is offered for all. */
const APPLIES: Record<string, (kind: Kind, terms: Terms) => boolean> = {
  stop_price: ({ orderType }) => STOPPED.has(orderType),
  trail_percent: ({ orderType }) => orderType === 'trailing_stop',
  trail_amount: ({ orderType }) => orderType === 'trailing_stop',
  time_in_force: ({ orderType }) => orderType !== 'market',
  good_till: (_, terms) => terms.time_in_force === 'gtd',
  post_only: ({ orderType }) => orderType === 'limit',
  reduce_only: ({ side }) => side === 'sell',
  take_profit_price: ({ side }) => side === 'buy',
  stop_loss_price: ({ side }) => side === 'buy',
  stop_loss_limit_price: ({ side }, terms) => side === 'buy' && Boolean(terms.stop_loss_price),
  oco_stop_price: ({ orderType }) => orderType === 'limit',
  oco_stop_limit_price: (_, terms) => Boolean(terms.oco_stop_price),
};

/** Without which an order of its kind cannot be: asked for in sight, the rest behind a button. */
const NEEDED = new Set(['stop_price', 'trail_percent', 'trail_amount']);

export const takesLimit = (orderType: string): boolean => LIMITED.has(orderType);
export const mayTakeLimit = (orderType: string): boolean => takesLimit(orderType) || orderType === 'take_profit';

/** The further terms of an order of a kind, as the platform's own schema has them. */
export function termsOf(fields: Field[], kind: Kind, terms: Terms): { needed: Field[]; more: Field[] } {
  const offered = fields.filter(({ name }) => !OWN.has(name) && (APPLIES[name]?.(kind, terms) ?? true));
  return { needed: offered.filter(({ name }) => NEEDED.has(name)), more: offered.filter(({ name }) => !NEEDED.has(name)) };
}

/** The kinds of order there are. */
export const orderTypesOf = (fields: Field[]): string[] => fields.find(({ name }) => name === 'order_type')?.choices ?? ['market', 'limit'];
