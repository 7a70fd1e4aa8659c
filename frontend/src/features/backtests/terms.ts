import { parametersOf, type Draft, type Errors } from '@/components/forms/draft';
import { fieldsOf, type Field, type Schema } from '@/components/forms/schema';
import type { Problem } from '@/lib/api/problem';
import { DEFAULT_VENUE } from '@/lib/api/queries';
import type { Interval, Strategy } from '@/lib/api/types';

/** What of the tool's schema the form asks for as it stands there. Grids and walk-forwards are for the API. */
const USUAL = ['start', 'end', 'capital', 'slippage'];
const SELDOM = ['maker_fee', 'taker_fee', 'latency_seconds'];
export const SETTINGS = 'parameters';

export type Market = { venue: string; symbol: string; interval: Interval };
export type Wish = { strategy: string; market: Market; settings: Draft; terms: Draft };

export const FIRST: Market = { venue: DEFAULT_VENUE, symbol: 'BTC/USD', interval: '1h' };

/** What is left as it is more often than not. */
export const isSeldom = ({ name }: Field): boolean => SELDOM.includes(name);

/** Moments are typed in the time of whoever types, and sent in UTC. */
const inOwnTime = (field: Field): Field => ({ ...field, description: field.description.replace('(UTC)', '(your time)') });

export function termsOf(schema: Schema): Field[] {
  const fields = fieldsOf(schema);
  return [...USUAL, ...SELDOM]
    .map((name) => fields.find((field) => field.name === name))
    .filter((field): field is Field => field !== undefined)
    .map(inOwnTime);
}

export const settingsOf = (strategy: Strategy | undefined): Field[] => (strategy ? fieldsOf(strategy.parametersSchema as Schema) : []);

/** What is to be sent, and what is wrong with it. */
export function wantedOf(wish: Wish, settings: Field[], terms: Field[]): { wanted: Record<string, unknown>; errors: Errors } {
  const own = parametersOf(settings, wish.settings, `${SETTINGS}.`);
  const common = parametersOf(terms, wish.terms);
  const errors = { ...own.errors, ...common.errors, ...(wish.market.symbol ? {} : { symbol: 'Choose what it trades.' }) };
  return { wanted: { strategy: wish.strategy, ...wish.market, ...common.parameters, [SETTINGS]: own.parameters }, errors };
}

/** Where the API points to, as the form names it: `/parameters/fast` is `parameters.fast`. */
export const errorsOf = (problem: Problem): Errors => Object.fromEntries(problem.errors.map(({ pointer, reason }) => [pointer.split('/').slice(1).join('.'), reason]));
