import { parametersOf, type Draft } from '@/components/forms/draft';
import { fieldsOf, type Field, type Schema } from '@/components/forms/schema';
import type { Problem } from '@/lib/api/problem';
import { DEFAULT_VENUE } from '@/lib/api/queries';
import type { Strategy } from '@/lib/api/types';
import { isDecimal, signOf } from '@/lib/decimal';
import type { Wanted } from './create';

/** What stands in the form: the settings of the strategy are text until they are sent. */
export type Wish = Omit<Wanted, 'parameters'> & { parameters: Draft };
export type WishErrors = Record<string, string>;

export const FIRST: Wish = {
  name: '',
  type: '',
  initialCapital: '100000',
  venue: DEFAULT_VENUE,
  symbols: ['BTC/USD'],
  interval: '1m',
  enableDeFi: true,
  enableMCP: true,
  parameters: {},
};

/** Below it in a form's errors are those of the strategy's settings. */
export const SETTINGS = 'parameters';

export const settingsOf = (strategy: Strategy | undefined): Field[] =>
  strategy ? fieldsOf(strategy.parametersSchema as Schema) : [];

export function checkWish(wish: Wish, settings: Field[]): WishErrors {
  const errors: WishErrors = {};
  if (!wish.name.trim()) errors.name = 'An agent needs a name.';
  if (!isDecimal(wish.initialCapital) || signOf(wish.initialCapital) <= 0) errors.initialCapital = 'An amount above zero, such as 100000.';
  if (!wish.symbols.length) errors.symbols = 'Choose what it trades.';
  const wrong = parametersOf(settings, wish.parameters).errors;
  return Object.assign(errors, Object.fromEntries(Object.entries(wrong).map(([name, reason]) => [`${SETTINGS}.${name}`, reason])));
}

export const wantedOf = (wish: Wish, settings: Field[]): Wanted => ({
  ...wish,
  parameters: parametersOf(settings, wish.parameters).parameters,
});

/** The API's names of fields are the form's names in snake_case. */
const NAMES: Record<string, string> = { initial_capital: 'initialCapital', enable_defi: 'enableDeFi', enable_mcp: 'enableMCP' };

/** Where the API points to, as the form names it: `/parameters/exit` is `parameters.exit`. */
export function wishErrorsOf(problem: Problem): WishErrors {
  const named = problem.errors.map(({ pointer, reason }) => {
    const [field = '', ...below] = pointer.split('/').slice(1);
    return [[NAMES[field] ?? field, ...below].join('.'), reason] as const;
  });
  return Object.fromEntries(named);
}
