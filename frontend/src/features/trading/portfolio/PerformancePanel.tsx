'use client';

import { useMemo } from 'react';
import dynamic from 'next/dynamic';
import { Skeleton, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconChartLine, IconInfoCircle } from '@tabler/icons-react';
import { Figure, Figures } from '@/components/data/Figure';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Gaps } from '@/components/feedback/Gaps';
import { Empty, Loading } from '@/components/feedback/States';
import { Money, Percent } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import { curveOf } from '../equity';
import type { Performance } from '@/lib/api/types';
import { formatMoney, plural } from '@/lib/format';
import { formatLength, type Period } from './periods';
import { performance } from './queries';
import classes from './Performance.module.css';

const AreaChart = dynamic(() => import('@/components/charts/AreaChart'), { ssr: false, loading: () => <Skeleton h="100%" radius={0} /> });

type Props = { accountId?: string; period: Period };

/** How it did: returns that funding does not move, the curve, and the figures of its trades. */
export function PerformancePanel({ accountId, period }: Props) {
  const query = useQuery(performance(accountId, period));
  const aside = query.data && (
    <>
      <Tooltip label={query.data.method} multiline maw={340}>
        <IconInfoCircle size={15} role="img" aria-label={query.data.method} className={classes.method} />
      </Tooltip>
      <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={60} />
    </>
  );
  return (
    <Panel title="Performance" aside={aside} flush>
      <Answer query={query} loading={<Loading rows={6} height={36} />}>
        {(found) => (
          <>
            <div className={classes.figures}>
              <Returns found={found} />
              <Trades found={found} />
            </div>
            <Curve found={found} name={`${accountId ?? 'all'} ${period}`} />
            <Gaps gaps={found.leftOut} />
          </>
        )}
      </Answer>
    </Panel>
  );
}

/** Why a figure is missing, in place of its note. */
const why = (found: Performance, name: string) => found.missing[name];

function Returns({ found }: { found: Performance }) {
  const { currency } = found;
  return (
    <Figures>
      <Figure label="Time-weighted return" note={why(found, 'timeWeightedReturn') ?? <><Money value={found.profit} currency={currency} signed tone name="profit" /> profit</>}>
        <Percent value={found.timeWeightedReturn} tone name="timeWeightedReturn" />
      </Figure>
      <Figure label="Buy and hold" note={why(found, 'buyAndHold') ?? [...new Set(found.buyAndHold.symbols)].join(', ')}>
        <span data-row="buyAndHold">
          <Percent value={found.buyAndHold.totalReturn} tone name="totalReturn" />
        </span>
      </Figure>
      <Figure label="Deepest drawdown" note={why(found, 'maxDrawdown') ?? <span data-row="maxDrawdown"><Percent value={found.maxDrawdown?.current} signed={false} name="current" /> now</span>}>
        <span data-row="maxDrawdown">
          <Percent value={found.maxDrawdown?.percent} signed={false} name="percent" />
        </span>
      </Figure>
      <Figure label="Exposure" note={why(found, 'averageExposure') ?? <><Percent value={found.averageExposure} signed={false} name="averageExposure" /> on average</>}>
        <Percent value={found.exposure} signed={false} name="exposure" />
      </Figure>
      <Figure label="Realised" note={<><Money value={found.fees} currency={currency} name="fees" /> fees</>}>
        <Money value={found.realisedPnl} currency={currency} signed tone name="realisedPnl" />
      </Figure>
      <Figure label="Unrealised" note={why(found, 'unrealisedPnl')}>
        <Money value={found.unrealisedPnl} currency={currency} signed tone name="unrealisedPnl" />
      </Figure>
    </Figures>
  );
}

function Trades({ found: { trades, currency, missing } }: { found: Performance }) {
  return (
    <div data-row="trades">
      <Figures>
        <Figure label="Win rate" note={missing.winRate ?? `${trades.wins} of ${plural(trades.trades, 'trade')}`}>
          <Percent value={trades.winRate} signed={false} name="winRate" />
        </Figure>
        <Figure label="Profit factor" note={missing.profitFactor}>
          <span data-figure="profitFactor" data-value={trades.profitFactor ?? undefined}>
            {trades.profitFactor ? Number(trades.profitFactor).toFixed(2) : '–'}
          </span>
        </Figure>
        <Figure label="Won" note={trades.largestWin && <>at best <Money value={trades.largestWin} currency={currency} signed name="largestWin" /></>}>
          <Money value={trades.grossProfit} currency={currency} name="grossProfit" />
        </Figure>
        <Figure label="Lost" note={trades.largestLoss && <>at worst <Money value={trades.largestLoss} currency={currency} signed name="largestLoss" /></>}>
          <Money value={trades.grossLoss} currency={currency} name="grossLoss" />
        </Figure>
        <Figure label="Held for">{trades.averageSeconds === null ? '–' : formatLength(trades.averageSeconds)}</Figure>
      </Figures>
    </div>
  );
}

function Curve({ found, name }: { found: Performance; name: string }) {
  const { curve, currency } = found;
  const points = useMemo(() => curveOf(curve), [curve]);
  const format = useMemo(() => (value: number) => formatMoney(value.toFixed(2), currency), [currency]);
  if (points.length < 2) {
    return (
      <Empty title="No curve yet" icon={IconChartLine}>
        {why(found, 'timeWeightedReturn') ?? 'It begins with two points.'}
      </Empty>
    );
  }
  return (
    <div className={classes.chart}>
      <AreaChart name={name} points={points} format={format} label={`Equity in ${currency}`} last={curve.at(-1)!.equity} />
    </div>
  );
}
