'use client';

import { useMemo } from 'react';
import dynamic from 'next/dynamic';
import { Skeleton, Text } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Empty } from '@/components/feedback/States';
import type { BacktestDetail, BacktestReport } from '@/lib/api/types';
import { formatMoney, formatPercent, quoteOf } from '@/lib/format';
import { curveOf } from './report';
import classes from './backtests.module.css';

const AreaChart = dynamic(() => import('@/components/charts/AreaChart'), { ssr: false, loading: () => <Skeleton h="100%" radius={0} /> });

const asPercent = (value: number) => formatPercent((value * 100).toFixed(2), { signed: false });

type Props = { run: BacktestDetail; report: BacktestReport };

/** What it was worth beside buying and holding, and how far below its peak. */
export function Curves({ run, report }: Props) {
  const currency = quoteOf(run);
  const points = report.equity;
  const [equity, held, drawdown] = useMemo(() => [curveOf(points, 'equity'), curveOf(points, 'benchmark'), curveOf(points, 'drawdown')], [points]);
  const format = useMemo(() => (value: number) => formatMoney(value.toFixed(2), currency), [currency]);
  const last = points.at(-1);
  if (!last || points.length < 2) {
    return (
      <Panel title="Equity">
        <Empty title="No curve" icon={IconChartLine}>
          It begins with two points.
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel title="Equity" flush aside={<Text size="xs" c="dimmed">Thin line: buy and hold</Text>}>
      <div className={classes.equity}>
        <AreaChart name={`${run.id} equity`} points={equity} beside={held} format={format} label={`Equity in ${currency} against buy and hold`} last={String(last.equity)} />
      </div>
      <div className={classes.drawdown}>
        <AreaChart name={`${run.id} drawdown`} points={drawdown} format={asPercent} label="Drawdown in percent" last={String(last.drawdown)} tone="fall" />
      </div>
    </Panel>
  );
}
