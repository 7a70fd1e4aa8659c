'use client';

import { useNow } from '@/lib/clock';
import { formatAge, formatFull, formatMoment, NOTHING } from '@/lib/format';

type Props = { at: string | number | null | undefined; as?: 'age' | 'moment' };

/** A moment, as its age or as a time of day, with the full time as its title. */
export function Age({ at, as = 'age' }: Props) {
  const now = useNow();
  if (at === null || at === undefined) return <span>{NOTHING}</span>;
  const text = now === 0 ? '' : as === 'age' ? formatAge(at, now) : formatMoment(at, now);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatFull(at)} suppressHydrationWarning>
      {text}
    </time>
  );
}
