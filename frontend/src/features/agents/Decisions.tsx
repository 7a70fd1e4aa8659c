'use client';

import { useState } from 'react';
import { Button, Collapse, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { IconBulb, IconCheck, IconChevronDown, IconX } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Percent, Quantity } from '@/components/numbers/Amount';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import type { Decision } from '@/lib/api/types';
import { multiply } from '@/lib/decimal';
import { humanise } from '@/lib/format';
import { decisions } from './queries';
import { Rerun } from './Rerun';
import classes from './Decisions.module.css';

/** What the agent decided on each bar, why, and what came of it; newest first. */
export function Decisions({ agentId }: { agentId: string }) {
  const query = useInfiniteQuery(decisions(agentId));
  return (
    <Panel title="Decisions" flush>
      <Answer query={query as unknown as UseQueryResult<NonNullable<typeof query.data>>}>
        {({ pages }) =>
          pages[0]!.results.length ? (
            <div className={classes.list} tabIndex={0} role="region" aria-label="Decisions, newest first">
              {pages.flatMap((page) => page.results).map((each) => (
                <DecisionCard key={each.id} decision={each} />
              ))}
              {query.hasNextPage && (
                <Button variant="subtle" size="xs" fullWidth loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show older
                </Button>
              )}
            </div>
          ) : (
            <Empty title="No decision yet" icon={IconBulb}>
              The first one comes with the next bar that closes.
            </Empty>
          )
        }
      </Answer>
    </Panel>
  );
}

function DecisionCard({ decision }: { decision: Decision }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <article className={classes.card} data-decision={decision.id} data-row={decision.id}>
      <UnstyledButton className={classes.head} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
        <span className={classes.line}>
          <Status value={decision.action} />
          {decision.action !== 'hold' && (
            <span className={classes.amount}>
              <Quantity value={decision.quantity} name="quantity" /> {decision.symbol}
            </span>
          )}
          <span className={classes.time}>
            <Age at={decision.barAt} as="moment" />
          </span>
          <IconChevronDown size={15} className={classes.chevron} aria-hidden />
        </span>
        <span className={classes.sentence}>{decision.sentence}</span>
      </UnstyledButton>
      <Collapse expanded={isOpen}>{isOpen && <Reasons decision={decision} />}</Collapse>
    </article>
  );
}

type Rule = { rule: string; inputs: Record<string, string>; threshold: string; met: boolean };

function Reasons({ decision }: { decision: Decision }) {
  const rules = decision.reasoning as unknown as Rule[];
  return (
    <div className={classes.reasons}>
      <ul className={classes.rules}>
        {rules.map((each) => (
          <li key={each.rule} data-met={each.met}>
            {each.met ? <IconCheck size={14} aria-label="met" /> : <IconX size={14} aria-label="not met" />}
            <span>{humanise(each.rule)}</span>
            <code>
              {Object.entries(each.inputs).map(([name, value]) => `${name} ${value}`).join(', ')} {each.threshold}
            </code>
          </li>
        ))}
      </ul>
      <dl className={classes.facts}>
        <Fact name="Confidence"><Percent value={multiply(decision.confidence, '100')} signed={false} name="confidence" /></Fact>
        <Fact name="Outcome">
          <Status value={decision.outcome} />
        </Fact>
        {typeof decision.outcomeDetails.reason === 'string' && <Fact name="Because">{decision.outcomeDetails.reason}</Fact>}
        <Fact name="Configuration">version {decision.version}</Fact>
      </dl>
      <Rerun decision={decision} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
