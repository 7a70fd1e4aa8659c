'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconTrophy } from '@tabler/icons-react';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { DataTable } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Provenance } from '@/components/numbers/Provenance';
import { PageHead } from '@/components/shell/PageHead';
import { strategies } from '@/lib/api/queries';
import { humanise, plural } from '@/lib/format';
import { columns } from './columns';
import { leaderboard, PERIODS, RANKINGS } from './queries';
import classes from './performance.module.css';

const STATES = ['running', 'paused', 'stopped', 'error'];
const LEAST = ['0', '1', '10', '100'].map((value) => ({ value, label: Number(value) ? `${plural(Number(value), 'trade')} at least` : 'Any number of trades' }));
const named = (values: readonly string[]) => values.map((value) => ({ value, label: humanise(value) }));

/** All agents, the best first by one figure. Whom one looks at, and by what, is in the URL. */
export function LeaderboardScreen() {
  const [by, setBy] = useQueryState('by', parseAsStringLiteral(RANKINGS).withDefault('return'));
  const [period, setPeriod] = useQueryState('period', parseAsStringLiteral(PERIODS).withDefault('30d'));
  const [type, setType] = useQueryState('type', parseAsString);
  const [status, setStatus] = useQueryState('status', parseAsString);
  const [least, setLeast] = useQueryState('least', parseAsInteger.withDefault(0));
  const query = useQuery(leaderboard({ by, period, type: type ?? undefined, status: status ?? undefined, leastTrades: least || undefined }));
  const { data: kinds } = useQuery(strategies);
  return (
    <>
      <PageHead title="Leaderboard">
        <div className={classes.filters}>
          <Select aria-label="Ranked by" w={150} allowDeselect={false} data={named(RANKINGS)} value={by} onChange={(next) => next && void setBy(next as typeof by)} />
          <Select aria-label="Period" w={92} allowDeselect={false} data={[...PERIODS]} value={period} onChange={(next) => next && void setPeriod(next as typeof period)} />
          <Select aria-label="Type" w={150} clearable placeholder="All types" data={named(kinds?.results.map((each) => each.type) ?? [])} value={type} onChange={(next) => void setType(next)} />
          <Select aria-label="State" w={130} clearable placeholder="All states" data={named(STATES)} value={status} onChange={(next) => void setStatus(next)} />
          <Select aria-label="Least trades" w={190} allowDeselect={false} data={LEAST} value={String(least)} onChange={(next) => void setLeast(Number(next))} />
        </div>
      </PageHead>
      <Panel title="Ranking" flush aside={query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={660} />}>
        <Answer query={query}>
          {({ results }) => (
            <DataTable
              label="Agents, the best first"
              rows={results}
              columns={columns}
              rowId={({ agentId }) => agentId}
              empty={
                <Empty title="Nobody is ranked" icon={IconTrophy}>
                  Agents are measured every five minutes; those of these filters appear here.
                </Empty>
              }
            />
          )}
        </Answer>
      </Panel>
    </>
  );
}
