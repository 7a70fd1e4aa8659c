'use client';

import { useQuery } from '@tanstack/react-query';
import { CopyId } from '@/components/data/CopyId';
import { Figure, Figures } from '@/components/data/Figure';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Gaps } from '@/components/feedback/Gaps';
import { Loading } from '@/components/feedback/States';
import { Money, Percent } from '@/components/numbers/Amount';
import { Age } from '@/components/numbers/Age';
import { Provenance } from '@/components/numbers/Provenance';
import { Status } from '@/components/numbers/Status';
import { PageHead } from '@/components/shell/PageHead';
import type { Agent } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { barAs, lastClose } from './bars';
import { AgentActions } from './Actions';
import { CloneButton } from './CloneButton';
import { troubleOf } from './health';
import { worthOf } from './queries';

/** Who the agent is, how it stands, and what may be done to it. */
export function AgentHead({ agent }: { agent: Agent }) {
  return (
    <PageHead
      above={{ href: '/agents', label: 'Agents' }}
      title={
        <>
          {agent.name} <Status value={agent.status} />
        </>
      }
      below={
        <>
          <span>
            {humanise(agent.type)} on {agent.symbols.join(', ')}, {agent.venue}, every {agent.interval}
          </span>
          <span>
            Last bar <Age at={lastClose(agent)} as={barAs(agent)} />
          </span>
          {troubleOf(agent) && <Status value="degraded" label={troubleOf(agent)} />}
          <CopyId value={agent.id} label="agent id" />
        </>
      }
    >
      <AgentActions agent={agent} />
      <CloneButton agent={agent} />
    </PageHead>
  );
}

export function AgentWorth({ id }: { id: string }) {
  const query = useQuery(worthOf(id));
  const aside = query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={20} />;
  return (
    <Panel title="Worth" aside={aside}>
      <Answer query={query} loading={<Loading rows={2} />}>
        {(worth) => (
          <>
            <Figures>
              <Figure label="Value" note={<Percent value={worth.totalReturn} tone name="totalReturn" />}>
                <Money value={worth.equity} currency={worth.currency} flash name="equity" />
              </Figure>
              <Figure label="Unrealised">
                <Money value={worth.unrealisedPnl} currency={worth.currency} signed tone name="unrealisedPnl" />
              </Figure>
              <Figure label="Realised">
                <Money value={worth.realisedPnl} currency={worth.currency} signed tone name="realisedPnl" />
              </Figure>
              <Figure label="Fees paid">
                <Money value={worth.fees} currency={worth.currency} name="fees" />
              </Figure>
              <Figure label="In positions">
                <Money value={worth.positionsValue} currency={worth.currency} name="positionsValue" />
              </Figure>
              <Figure label="Cash">
                <Money value={worth.cash} currency={worth.currency} name="cash" />
              </Figure>
            </Figures>
            <Gaps gaps={worth.unpriced} />
          </>
        )}
      </Answer>
    </Panel>
  );
}
