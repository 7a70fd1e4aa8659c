'use client';

import Link from 'next/link';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconRobot } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Money } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import { Status } from '@/components/numbers/Status';
import { fleetStatus } from '@/lib/api/queries';
import type { AgentSummary, FleetStatus } from '@/lib/api/types';
import { approximately, subtract } from '@/lib/decimal';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import classes from './Fleet.module.css';

const SHOWN = 8;
const profitOf = ({ value, initialCapital }: AgentSummary) => (value === null ? null : subtract(value, initialCapital));

/** The agents that earn most and cost most, and how many stand in which state. */
export function Fleet() {
  const query = useQuery(fleetStatus);
  const aside = query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={20} />;
  return (
    <Panel title="Agents" aside={aside} flush>
      <Answer query={query}>{(fleet) => (fleet.total ? <Ranked fleet={fleet} /> : <NoAgents />)}</Answer>
    </Panel>
  );
}

function Ranked({ fleet }: { fleet: FleetStatus }) {
  const ranked = fleet.agents.toSorted((a, b) => approximately(profitOf(b) ?? '0') - approximately(profitOf(a) ?? '0'));
  const states = Object.entries(fleet.byStatus).filter(([status, count]) => count > 0 && status !== 'archived');
  return (
    <>
      <div className={classes.states}>
        {states.map(([status, count]) => (
          <span key={status} data-row={status} data-figure="byStatus" data-value={count}>
            <Status value={status} label={`${count} ${status}`} />
          </span>
        ))}
      </div>
      <ul className={classes.list}>
        {ranked.slice(0, SHOWN).map((agent) => (
          <li key={agent.id} data-row={agent.id}>
            <Link href={`/agents/${agent.id}`} className={classes.agent}>
              <span className={classes.name}>
                {agent.name}
                <span>{humanise(agent.type)}</span>
              </span>
              <Status value={agent.status} />
              <span className={classes.value}>
                <Money value={agent.value} currency={agent.currency} name="value" />
                <Money value={profitOf(agent)} currency={agent.currency} signed tone name="profit" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {fleet.total > SHOWN && (
        <Link href="/agents" className={classes.all}>
          All {fleet.total} agents
        </Link>
      )}
    </>
  );
}

function NoAgents() {
  const mayOperate = useMay('operate');
  const create = (
    <Button component={Link} href="/agents/new" leftSection={<IconPlus size={16} />}>
      Create an agent
    </Button>
  );
  return (
    <Empty title="No agents yet" icon={IconRobot} action={mayOperate && create}>
      An agent gets capital, an account, a vault and tools, and starts to decide on every bar.
    </Empty>
  );
}
