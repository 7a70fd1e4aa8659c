/**
 * Exact arithmetic on decimal strings, with the 18 fractional digits that the API keeps.
 * Money never passes through a float on its way to the screen.
 */
const SCALE = 18;
const ONE = 10n ** BigInt(SCALE);
const FORM = /^([+-]?)(\d+)(?:\.(\d+))?$/;

function units(value: string): bigint {
  const found = FORM.exec(value.trim());
  if (!found) throw new RangeError(`not a decimal: ${value}`);
  const [, sign, whole = '0', fraction = ''] = found;
  const digits = BigInt(whole) * ONE + BigInt(fraction.padEnd(SCALE, '0').slice(0, SCALE));
  return sign === '-' ? -digits : digits;
}

function text(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % ONE).toString().padStart(SCALE, '0').replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${size / ONE}${fraction && `.${fraction}`}`;
}

export const isDecimal = (value: string): boolean => FORM.test(value.trim());
export const add = (a: string, b: string): string => text(units(a) + units(b));
export const subtract = (a: string, b: string): string => text(units(a) - units(b));
export const multiply = (a: string, b: string): string => text((units(a) * units(b)) / ONE);
export const negate = (a: string): string => text(-units(a));
export const sum = (values: Iterable<string>): string => text([...values].reduce((total, each) => total + units(each), 0n));

/** The largest multiple of 10^-places that is not above a / b, for positive numbers. */
export function divide(a: string, b: string, places = SCALE): string {
  return truncate(text((units(a) * ONE) / units(b)), places);
}

export function compare(a: string, b: string): -1 | 0 | 1 {
  const difference = units(a) - units(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const signOf = (value: string): -1 | 0 | 1 => compare(value, '0');

export function truncate(value: string, places: number): string {
  const step = 10n ** BigInt(SCALE - places);
  return text((units(value) / step) * step);
}

/** Rounded half away from zero, with exactly `places` fractional digits. */
export function toFixed(value: string, places: number): string {
  const exact = units(value);
  const step = 10n ** BigInt(SCALE - places);
  const size = exact < 0n ? -exact : exact;
  const rounded = (size + step / 2n) / step;
  const digits = rounded.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const sign = exact < 0n && rounded > 0n ? '-' : '';
  return places ? `${sign}${whole}.${digits.slice(-places)}` : `${sign}${whole}`;
}

/** The float next to a decimal: for the geometry of charts and for sorting, never for a figure that is read. */
export const approximately = (value: string): number => Number(value);
