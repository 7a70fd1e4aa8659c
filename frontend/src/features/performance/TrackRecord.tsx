'use client';

import { useMemo, useState } from 'react';
import dynamic from 'next/dynamic';
import { Select, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconChartLine } from '@tabler/icons-react';
import { Stacked } from '@/components/data/Columns';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty, Loading } from '@/components/feedback/States';
import { Provenance } from '@/components/numbers/Provenance';
import type { AgentPerformance } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { formatMoney } from '@/lib/format';
import { FigureList } from './FigureList';
import { performanceOf, PERIODS, type Period } from './queries';
import classes from './performance.module.css';

const AreaChart = dynamic(() => import('@/components/charts/AreaChart'), { ssr: false, loading: () => <Skeleton h="100%" radius={0} /> });

/** How the agent did over a period: its curve, and each figure with its definition, or why it cannot be told. */
export function TrackRecord({ agentId }: { agentId: string }) {
  const [period, setPeriod] = useState<Period>('30d');
  const query = useQuery(performanceOf(agentId, period));
  const aside = (
    <>
      {query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={90} />}
      <Select aria-label="Period" size="xs" w={92} allowDeselect={false} data={[...PERIODS]} value={period} onChange={(next) => next && setPeriod(next as Period)} />
    </>
  );
  return (
    <Panel title="Track record" aside={aside} flush>
      <Answer query={query} loading={<Loading rows={6} height={36} />}>
        {(found) => (
          <Stacked>
            <Curve found={found} name={`${agentId} ${found.period}`} />
            <FigureList found={found} />
          </Stacked>
        )}
      </Answer>
    </Panel>
  );
}

function Curve({ found, name }: { found: AgentPerformance; name: string }) {
  const { curve, currency, missing } = found;
  const points = useMemo(() => curve.map(({ at, equity }) => ({ time: new Date(at).getTime() / 1000, value: approximately(equity) })), [curve]);
  const format = useMemo(() => (value: number) => formatMoney(value.toFixed(2), currency), [currency]);
  if (points.length < 2) {
    return (
      <Empty title="No curve yet" icon={IconChartLine}>
        {missing.timeWeightedReturn ?? 'It begins with two points.'}
      </Empty>
    );
  }
  return (
    <div className={classes.chart}>
      <AreaChart name={name} points={points} format={format} label={`Equity in ${currency}`} last={curve.at(-1)!.equity} />
    </div>
  );
}
