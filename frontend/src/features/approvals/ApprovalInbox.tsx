'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { IconUserCheck } from '@tabler/icons-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { PageHead } from '@/components/shell/PageHead';
import type { Approval } from '@/lib/api/types';
import { Decided, Waiting } from './Approval';
import { approvals } from './queries';
import classes from './approvals.module.css';

const SHOWN = ['waiting', 'all'] as const;

/** The calls that wait for a person, and what became of those that did. Which are shown is in the URL. */
export function ApprovalInbox() {
  const [shown, setShown] = useQueryState('show', parseAsStringLiteral(SHOWN).withDefault('waiting'));
  return (
    <>
      <PageHead title="Approvals">
        <SegmentedControl
          aria-label="Which approvals"
          data={[
            { value: 'waiting', label: 'Waiting' },
            { value: 'all', label: 'All' },
          ]}
          value={shown}
          onChange={(next) => void setShown(next as (typeof SHOWN)[number])}
        />
      </PageHead>
      <ApprovalList isWaiting={shown === 'waiting'} />
    </>
  );
}

export function ApprovalList({ isWaiting }: { isWaiting: boolean }) {
  const query = useInfiniteQuery(approvals(isWaiting ? 'PENDING' : undefined));
  return (
    <Panel title={isWaiting ? 'Waiting for a person' : 'Everything that was asked'} flush>
      <Answer query={query as UseQueryResult<NonNullable<typeof query.data>>}>
        {({ pages }) => {
          const rows = pages.flatMap(({ results }) => results);
          return rows.length ? <Lines rows={rows} /> : <Nothing isWaiting={isWaiting} />;
        }}
      </Answer>
      {query.hasNextPage && (
        <Button variant="subtle" fullWidth loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Panel>
  );
}

function Lines({ rows }: { rows: Approval[] }) {
  return (
    <ul className={classes.list}>
      {rows.map((each) => (
        <li key={each.id} className={classes.line} data-approval={each.id} data-state={each.state}>
          {each.state === 'PENDING' ? <Waiting asked={each} /> : <Decided asked={each} />}
        </li>
      ))}
    </ul>
  );
}

function Nothing({ isWaiting }: { isWaiting: boolean }) {
  return (
    <Empty title={isWaiting ? 'No call waits for a person' : 'Nobody was asked yet'} icon={IconUserCheck}>
      An agent asks where its permissions or its level of autonomy say so. What it asks for appears here at once.
    </Empty>
  );
}
