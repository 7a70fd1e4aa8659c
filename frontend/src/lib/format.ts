import { isDecimal, signOf, toFixed } from './decimal';

const SIGNS: Record<string, string> = { USD: '$', EUR: '€', GBP: '£' };
const MINUS = '−';
export const NOTHING = '–';

const group = (digits: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

function split(fixed: string): { sign: string; digits: string } {
  const isNegative = fixed.startsWith('-');
  const [whole = '0', fraction] = (isNegative ? fixed.slice(1) : fixed).split('.');
  return { sign: isNegative ? MINUS : '', digits: fraction ? `${group(whole)}.${fraction}` : group(whole) };
}

type Signed = { signed?: boolean };

function plus(value: string, signed: boolean | undefined): string {
  return signed && signOf(value) > 0 ? '+' : '';
}

/** `$1,234.50`, `−$3.20`, `12.00 BTC`; two digits, whatever the exact amount. */
export function formatMoney(value: string | null | undefined, currency = 'USD', { signed }: Signed = {}): string {
  if (value === null || value === undefined || !isDecimal(value)) return NOTHING;
  const { sign, digits } = split(toFixed(value, 2));
  const symbol = SIGNS[currency];
  const lead = sign || plus(value, signed);
  return symbol ? `${lead}${symbol}${digits}` : `${lead}${digits} ${currency}`;
}

/** A price with as many digits as its size deserves. */
export function formatPrice(value: string | null | undefined): string {
  if (value === null || value === undefined || !isDecimal(value)) return NOTHING;
  const { sign, digits } = split(toFixed(value, placesOfPrice(value)));
  return sign + digits;
}

export function placesOfPrice(value: string): number {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  if (whole !== '0') return 2;
  const leading = /^0*/.exec(fraction)?.[0].length ?? 0;
  return Math.min(12, leading + 4);
}

/** A quantity of an asset, exact up to eight digits, without trailing zeros. */
export function formatQuantity(value: string | null | undefined, places = 8): string {
  if (value === null || value === undefined || !isDecimal(value)) return NOTHING;
  const { sign, digits } = split(toFixed(value, places));
  return sign + digits.replace(/\.?0+$/, (tail) => (digits.includes('.') ? '' : tail));
}

/** A number of percent that arrives as such: `1.2345` is `+1.23 %`. */
export function formatPercent(value: string | null | undefined, { signed = true }: Signed = {}): string {
  if (value === null || value === undefined || !isDecimal(value)) return NOTHING;
  const { sign, digits } = split(toFixed(value, 2));
  return `${sign || plus(value, signed)}${digits} %`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const calendar = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const dated = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const complete = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

export const formatClock = (at: string | number | Date): string => clock.format(new Date(at));
export const formatFull = (at: string | number | Date): string => complete.format(new Date(at));

/** The time of day for today's moments, with the date for older ones, and the year where it is another. */
export function formatMoment(at: string | number | Date, now: number): string {
  const date = new Date(at);
  const present = new Date(now);
  if (present.toDateString() === date.toDateString()) return clock.format(date);
  return (present.getFullYear() === date.getFullYear() ? calendar : dated).format(date);
}

const STEPS: [limit: number, size: number, unit: string][] = [
  [60, 1, 's'],
  [3600, 60, 'min'],
  [86_400, 3600, 'h'],
  [30 * 86_400, 86_400, 'd'],
];

/** `12 s ago`, `3 min ago`, and beyond a month the day; a moment that is still to come is `now`. */
export function formatAge(at: string | number | Date, now: number): string {
  const seconds = Math.max(0, Math.round((now - new Date(at).getTime()) / 1000));
  const step = STEPS.find(([limit]) => seconds < limit);
  if (!step) return day.format(new Date(at));
  const [, size, unit] = step;
  return seconds < 1 ? 'now' : `${Math.floor(seconds / size)} ${unit} ago`;
}

export const shorten = (id: string): string => (id.length > 14 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id);

/** `partially_filled` for people: `Partially filled`. */
export function humanise(name: string): string {
  const words = name.replace(/[_.-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

export const plural = (count: number, noun: string): string => `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** What a pair is paid with. */
export const quoteOf = ({ symbol }: { symbol: string }): string => symbol.split('/').at(-1)!;
