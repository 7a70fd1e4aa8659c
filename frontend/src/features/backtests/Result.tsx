'use client';

import { Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconHistory, IconHourglass } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { lazily } from '@/components/feedback/lazily';
import { Empty, Loading } from '@/components/feedback/States';
import { Provenance } from '@/components/numbers/Provenance';
import { Status } from '@/components/numbers/Status';
import type { BacktestDetail } from '@/lib/api/types';
import { Cancel } from './Cancel';
import { Exports } from './Exports';
import { KeyFigures } from './KeyFigures';
import { backtest, isOpen } from './queries';
import { State } from './Runs';

const Curves = lazily(() => import('./Curves').then((it) => it.Curves), 420);
const TradesPanel = lazily(() => import('./Trades').then((it) => it.TradesPanel));

/** What one backtest came to, or why it came to nothing. */
export function Result({ id, isLooking }: { id: string | undefined; isLooking: boolean }) {
  if (id) return <ResultOf id={id} />;
  return (
    <Panel title="Result">
      {isLooking ? (
        <Loading />
      ) : (
        <Empty title="No result yet" icon={IconHistory}>
          A strategy is played over past bars by the engine that fills paper orders, and measured against buying and holding.
        </Empty>
      )}
    </Panel>
  );
}

function ResultOf({ id }: { id: string }) {
  const query = useQuery(backtest(id));
  const run = query.data;
  const report = run?.report;
  return (
    <>
      <Panel
        title="Result"
        aside={
          report && (
            <>
              <Provenance source={report.source} asOf={report.lastAt} staleAfter={Infinity} />
              <Exports id={id} />
            </>
          )
        }
      >
        <Answer query={query}>{(found) => (found.report ? <KeyFigures run={found} report={found.report} /> : <WithoutReport run={found} />)}</Answer>
      </Panel>
      {run && report && <Curves run={run} report={report} />}
      {run && report && <TradesPanel run={run} />}
    </>
  );
}

function WithoutReport({ run }: { run: BacktestDetail }) {
  if (isOpen(run)) {
    return (
      <Empty title={run.status === 'running' ? 'It runs' : 'It waits for a worker'} icon={IconHourglass} action={<Cancel run={run} />}>
        <Stack gap="xs" w={220} align="stretch">
          <State run={run} />
        </Stack>
      </Empty>
    );
  }
  return (
    <Empty title="There is no result" icon={IconHistory}>
      <Group gap="xs" justify="center" mb={4}>
        <Status value={run.status} /> <code>{run.code}</code>
      </Group>
      {run.reason}
    </Empty>
  );
}
