'use client';

import { useNow } from '@/lib/clock';
import { formatFull } from '@/lib/format';

const MINUTE = 60_000;

/** How long people still have, in whole minutes or, towards the end, in seconds. */
export function Left({ until }: { until: string }) {
  const now = useNow();
  const left = Date.parse(until) - now;
  const text = left <= 0 ? 'Its time is over.' : `Expires in ${left >= MINUTE ? `${Math.floor(left / MINUTE)} min` : `${Math.ceil(left / 1000)} s`}.`;
  return (
    <time dateTime={until} title={formatFull(until)} suppressHydrationWarning>
      {now === 0 ? '' : text}
    </time>
  );
}
