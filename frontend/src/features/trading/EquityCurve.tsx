'use client';

import { useMemo, useState } from 'react';
import dynamic from 'next/dynamic';
import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconChartLine } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Gaps } from '@/components/feedback/Gaps';
import { Empty } from '@/components/feedback/States';
import { Provenance } from '@/components/numbers/Provenance';
import type { EquityHistory } from '@/lib/api/types';
import { formatMoney } from '@/lib/format';
import { curveOf, SPANS, type Span } from './equity';
import { equity } from './queries';
import classes from './EquityCurve.module.css';

const AreaChart = dynamic(() => import('@/components/charts/AreaChart'), { ssr: false, loading: () => <Skeleton h="100%" radius={0} /> });

const CHOICES = Object.keys(SPANS) as Span[];
/** Worth that does not change is recorded every quarter of an hour. */
const STALE_AFTER = 17 * 60;

/** What everything one sees, or one agent, was worth over time. */
export function EquityCurve({ agentId }: { agentId?: string }) {
  const [span, setSpan] = useState<Span>('24h');
  const query = useQuery(equity(agentId, span));
  return (
    <Panel
      title="Equity"
      flush
      aside={
        <>
          {query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={STALE_AFTER} />}
          <SegmentedControl size="xs" value={span} onChange={(next) => setSpan(next as Span)} data={CHOICES} aria-label="How far back" />
        </>
      }
    >
      <div className={classes.chart}>
        <Answer query={query} loading={<Skeleton h="100%" radius={0} />}>
          {(history) => <Curve history={history} name={`${agentId ?? 'all'} ${span}`} />}
        </Answer>
      </div>
      <Gaps gaps={query.data?.leftOut ?? []} noun="account" />
    </Panel>
  );
}

function Curve({ history, name }: { history: EquityHistory; name: string }) {
  const { currency, points } = history;
  const curve = useMemo(() => curveOf(points), [points]);
  const format = useMemo(() => (value: number) => formatMoney(value.toFixed(2), currency), [currency]);
  if (points.length < 2) {
    return (
      <Empty title="No curve yet" icon={IconChartLine}>
        It begins with two points. What accounts are worth is recorded each minute in which it changes.
      </Empty>
    );
  }
  return <AreaChart name={name} points={curve} format={format} label={`Equity in ${currency}`} last={points.at(-1)!.equity} />;
}
