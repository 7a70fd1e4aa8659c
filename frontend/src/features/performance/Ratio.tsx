import { NOTHING } from '@/lib/format';

/** A ratio with two digits; the exact number stays beside it. */
export function Ratio({ value, name }: { value: string | null; name: string }) {
  return (
    <span data-figure={name} data-value={value ?? undefined} title={value ?? undefined}>
      {value === null ? NOTHING : Number(value).toFixed(2).replace('-', '−')}
    </span>
  );
}
