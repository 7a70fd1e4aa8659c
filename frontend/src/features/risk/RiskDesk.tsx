'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { Columns, Stacked } from '@/components/data/Columns';
import { lazily } from '@/components/feedback/lazily';
import { PageHead } from '@/components/shell/PageHead';
import { fleetStatus } from '@/lib/api/queries';

const TailLosses = lazily(() => import('./TailLosses').then((it) => it.TailLosses), 330);
const Ratios = lazily(() => import('./Ratios').then((it) => it.Ratios));
const Concentration = lazily(() => import('./Concentration').then((it) => it.Concentration));
const Limits = lazily(() => import('./Limits').then((it) => it.Limits), 440);
const Stress = lazily(() => import('./Stress').then((it) => it.Stress), 260);

const ALL = '';

/** What may be lost, how near the limits are, and what if; of one agent or of all accounts. Whose is in the URL. */
export function RiskDesk() {
  const [agent, setAgent] = useQueryState('agent', parseAsString.withDefault(ALL));
  const { data } = useQuery(fleetStatus);
  const agents = data?.agents.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const agentId = agent || undefined;
  return (
    <>
      <PageHead title="Risk">
        <Select aria-label="Whose risk" w={220} searchable data={[{ value: ALL, label: 'All accounts' }, ...agents]} value={agent} onChange={(next) => void setAgent(next || null)} />
      </PageHead>
      <Columns shape="main-side">
        <Stacked>
          <TailLosses agentId={agentId} />
          <Stress key={agent} agentId={agentId} />
          <Ratios title="What happened" agentId={agentId} basis="equity" />
        </Stacked>
        <Stacked>
          <Limits agentId={agentId} />
          <Concentration agentId={agentId} />
          <Ratios title="What is held, looking back" agentId={agentId} basis="positions" />
        </Stacked>
      </Columns>
    </>
  );
}
