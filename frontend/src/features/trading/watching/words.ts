import type { PriceAlert } from '@/lib/api/types';
import { formatPercent, formatPrice } from '@/lib/format';

/** What an alert waits for, as one would say it. */
export function describe({ condition, price, percent }: Pick<PriceAlert, 'condition' | 'price' | 'percent'>): string {
  if (condition === 'change') return `moves ${formatPercent(percent, { signed: false })} either way`;
  if (condition === 'crosses') return `crosses ${formatPrice(price)}`;
  return `${condition === 'above' ? 'rises to' : 'falls to'} ${formatPrice(price)}`;
}

/** Which fields of the tool's schema a condition takes, in this order. */
export function fieldsFor(condition: string, repeats: boolean): string[] {
  return ['condition', condition === 'change' ? 'percent' : 'price', 'note', 'expires_at', 'repeat', ...(repeats ? ['cooldown_seconds'] : [])];
}
