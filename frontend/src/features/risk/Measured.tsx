'use client';

import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty, Loading } from '@/components/feedback/States';
import { Provenance } from '@/components/numbers/Provenance';
import type { Problem } from '@/lib/api/problem';
import type { RiskReport } from '@/lib/api/types';
import { metrics, type Basis } from './queries';
import classes from './risk.module.css';

/** What a market or an account cannot tell yet; anything else that is refused is a failure. */
const UNKNOWN: Record<string, string> = {
  not_enough_history: 'Not enough history yet',
  no_positions: 'Nothing is held',
  mixed_venues: 'Choose one account',
  unpriced_position: 'A position has no price',
};

export function unknown(problem: Problem): ReactNode | undefined {
  const title = UNKNOWN[problem.code];
  return title && <Empty title={title} icon={IconHistory}>{problem.message}</Empty>;
}

type Props = { title: string; agentId: string | undefined; basis: Basis; children: (report: RiskReport) => ReactNode };

/** A panel of figures that the analytics workers measured: of which returns, how many, from where and when. */
export function Measured({ title, agentId, basis, children }: Props) {
  const query = useQuery(metrics(agentId, basis));
  const report = query.data;
  return (
    <Panel title={title} aside={report && <Provenance source={report.source} asOf={report.asOf} staleAfter={2 * 3600} />}>
      <Answer query={query} failed={unknown}>
        {(found) =>
          found ? (
            <>
              {children(found)}
              <p className={classes.basis}>
                {found.barsUsed} returns of {found.interval}. {found.basisSays}
              </p>
            </>
          ) : (
            <Loading />
          )
        }
      </Answer>
    </Panel>
  );
}
