'use client';

import { Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Errors } from '@/components/forms/draft';
import { symbols, venues } from '@/lib/api/queries';
import type { Interval } from '@/lib/api/types';
import { describeInterval, INTERVALS } from '@/lib/intervals';
import type { Market } from './terms';

const LENGTHS = INTERVALS.map((each) => ({ value: each, label: describeInterval(each) }));

type Props = { market: Market; errors: Errors; onChange: (market: Market) => void };

/** Whose bars, of what, and how long. What one venue has, another may not. */
export function MarketFields({ market, errors, onChange }: Props) {
  const { venue, symbol, interval } = market;
  const { data: known } = useQuery(venues);
  const { data: listed } = useQuery(symbols(venue));
  const markets = known?.venues.map(({ id, source }) => ({ value: id, label: `${id} (${source})` })) ?? [venue];
  const names = listed?.symbols.map((each) => each.symbol) ?? [symbol];
  const move = (next: string | null) => {
    if (next && next !== venue) onChange({ ...market, venue: next, symbol: '' });
  };
  return (
    <>
      <Select label="Venue" data={markets} value={venue} onChange={move} error={errors.venue} />
      <Group grow align="start">
        <Select label="Symbol" searchable data={names.filter(Boolean)} value={symbol || null} onChange={(next) => next && onChange({ ...market, symbol: next })} error={errors.symbol} />
        <Select label="Bars of" data={LENGTHS} value={interval} onChange={(next) => next && onChange({ ...market, interval: next as Interval })} error={errors.interval} />
      </Group>
    </>
  );
}
