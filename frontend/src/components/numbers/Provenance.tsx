'use client';

import { Tooltip } from '@mantine/core';
import { formatAge, formatClock, formatFull, formatMoment } from '@/lib/format';
import { useNow } from '@/lib/clock';
import classes from './Provenance.module.css';

const MEANINGS: Record<string, string> = {
  live: 'From a live market',
  replay: 'Recorded market data, replayed',
  simulated: 'From the simulated market',
  paper: 'Paper money: nothing real is moved',
  mixed: 'Real money and paper money together',
};

type Props = { source: string; asOf: string | null | undefined; staleAfter?: number };

/** Where a figure comes from and of when it is; marked when it is older than it should be (seconds). What is replayed is old by nature. */
export function Provenance({ source, asOf, staleAfter = 60 }: Props) {
  const now = useNow();
  const isRecorded = source === 'replay';
  const isStale = Boolean(!isRecorded && asOf && now && now - new Date(asOf).getTime() > staleAfter * 1000);
  const meaning = MEANINGS[source] ?? source;
  return (
    <Tooltip label={asOf ? `${meaning}, as of ${formatFull(asOf)}` : `${meaning}, no data yet`} multiline maw={280}>
      <span className={classes.badge} data-source={source} data-stale={isStale || undefined} data-as-of={asOf ?? undefined}>
        <span className={classes.dot} aria-hidden />
        <span>{source}</span>
        {asOf && now > 0 && <time dateTime={asOf}>{isRecorded ? formatMoment(asOf, now) : isStale ? formatAge(asOf, now) : formatClock(asOf)}</time>}
      </span>
    </Tooltip>
  );
}
