import { NOTHING } from '@/lib/format';

type Props = { value: number | null; name: string; as?: 'percent' | 'ratio'; tone?: boolean };

const SIGN = { rise: '+', fall: '' } as const;

/** A fraction as percent, or a ratio as it is; the exact number stays beside it, as with every figure. */
export function Fraction({ value, name, as = 'percent', tone }: Props) {
  if (value === null) return <span data-figure={name}>{NOTHING}</span>;
  const way = value > 0 ? 'rise' : value < 0 ? 'fall' : undefined;
  const digits = (as === 'percent' ? value * 100 : value).toFixed(2).replace('-', '−');
  return (
    <span className={tone ? way : undefined} data-figure={name} data-value={value} title={String(value)}>
      {tone && way ? SIGN[way] : ''}
      {digits}
      {as === 'percent' && ' %'}
    </span>
  );
}
