'use client';

import { useMemo } from 'react';
import dynamic from 'next/dynamic';
import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Percent, Price } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import { quote } from '@/lib/api/queries';
import type { Interval } from '@/lib/api/types';
import { placesOfPrice } from '@/lib/format';
import { useForming } from './forming';
import { marksOf } from './marks';
import { marketFills } from './queries';
import { useBars } from './useBars';
import classes from './MarketChart.module.css';

const CandleChart = dynamic(() => import('@/components/charts/CandleChart'), { ssr: false, loading: () => <Skeleton h="100%" radius={0} /> });

const CHOICES: Interval[] = ['5s', '1m', '5m', '15m', '1h', '1d'];

type Props = { venue: string; symbol: string; interval: Interval; onInterval?: (interval: Interval) => void; agentId?: string };

/** A market as it moves, with the fills of an agent or of all one sees. */
export function MarketChart({ venue, symbol, interval, onInterval, agentId }: Props) {
  const { query, bars, forming: drawn, tick } = useBars(venue, symbol, interval);
  const name = `${venue} ${symbol} ${interval}`;
  const forming = useForming(name, drawn);
  const executed = useQuery(marketFills(venue, symbol, agentId));
  const marks = useMemo(
    () => marksOf(executed.data?.results ?? [], interval).filter(({ time }) => time >= (bars[0]?.time ?? 0)),
    [executed.data, interval, bars],
  );
  const { data: quoted } = useQuery(quote(venue, symbol));
  const now = tick ?? quoted;
  const last = tick?.last ?? quoted?.price;
  const asOf = now?.asOf ?? query.data?.asOf;
  const choices = onInterval && (
    <SegmentedControl size="xs" value={interval} onChange={(next) => onInterval(next as Interval)} data={CHOICES} aria-label="Length of a bar" />
  );
  return (
    <Panel title={symbol} flush aside={choices || (query.data && <Provenance source={query.data.source} asOf={asOf} />)}>
      <div className={classes.price}>
        <strong>
          <Price value={last} flash name="price" />
        </strong>
        <Percent value={now?.change24h} tone name="change24h" />
        {now && (
          <span className={classes.spread}>
            <span>
              Bid <Price value={now.bid} name="bid" />
            </span>
            <span>
              Ask <Price value={now.ask} name="ask" />
            </span>
          </span>
        )}
        {choices && query.data && <Provenance source={query.data.source} asOf={asOf} />}
      </div>
      <div className={classes.chart}>
        <Answer query={query} loading={<Skeleton h="100%" radius={0} />}>
          {(answer) =>
            answer.candles.length ? (
              <CandleChart name={name} bars={bars} forming={forming} marks={marks} places={placesOfPrice(last ?? '1')} label={`${symbol} candles of ${interval}`} />
            ) : (
              <Empty title="No bar has closed yet" />
            )
          }
        </Answer>
      </div>
    </Panel>
  );
}
