'use client';

import { useQuery } from '@tanstack/react-query';
import { Columns } from '@/components/data/Columns';
import { Json } from '@/components/data/Json';
import { KeyValues } from '@/components/data/KeyValues';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Age } from '@/components/numbers/Age';
import { Money } from '@/components/numbers/Amount';
import type { Agent, Interval } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { describeInterval } from '@/lib/intervals';
import { persistence } from './queries';
import { TradingHours } from './TradingHours';
import { Versions } from './Versions';

/** How the agent is set up, and what it would go on from after a restart. */
export function Settings({ agent }: { agent: Agent }) {
  const query = useQuery(persistence(agent.id));
  const parameters = Object.entries(query.data?.data.configuration.parameters ?? {});
  return (
    <Columns>
      <Panel title={`Configuration, version ${agent.version}`}>
        <KeyValues
          items={[
            ['Strategy', humanise(agent.type)],
            ['Venue', agent.venue],
            ['Trades', agent.symbols.join(', ')],
            ...parameters.map(([name, value]): [string, string] => [humanise(name), String(value)]),
            ['Decides on bars of', describeInterval(agent.interval as Interval)],
            ['Initial capital', <Money key="capital" value={agent.initialCapital} name="initialCapital" />],
            ['DeFi vault', agent.enableDeFi ? 'Yes' : 'No'],
            ['Tools', agent.enableMCP ? 'Yes' : 'No, by hand only'],
            ['Created', <Age key="created" at={agent.createdAt} as="moment" />],
          ]}
        />
      </Panel>
      <TradingHours agent={agent} />
      <Versions agentId={agent.id} />
      <Panel title="Persisted state">
        <Answer query={query}>
          {({ data }) => (
            <>
              <KeyValues items={[['Last bar opened', <Age key="bar" at={data.lastBar} as="moment" />]]} />
              <Json value={data.strategyState} label="Strategy state" />
            </>
          )}
        </Answer>
      </Panel>
    </Columns>
  );
}
