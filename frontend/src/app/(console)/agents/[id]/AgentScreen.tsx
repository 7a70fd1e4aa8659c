'use client';

import { useEffect, useRef } from 'react';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Columns, Stacked } from '@/components/data/Columns';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { AgentHead, AgentWorth } from '@/features/agents/AgentHead';
import { agent } from '@/features/agents/queries';
import { Trouble } from '@/features/agents/Trouble';
import { lazily } from '@/components/feedback/lazily';
import type { Agent, Interval } from '@/lib/api/types';

const Decisions = lazily(() => import('@/features/agents/Decisions').then((it) => it.Decisions), 480);
const EquityCurve = lazily(() => import('@/features/trading/EquityCurve').then((it) => it.EquityCurve), 310);
const Graduation = lazily(() => import('@/features/agents/Graduation').then((it) => it.Graduation), 480);
const Settings = lazily(() => import('@/features/agents/Settings').then((it) => it.Settings));
const Todos = lazily(() => import('@/features/todos/Todos').then((it) => it.Todos));
const Goals = lazily(() => import('@/features/goals/Goals').then((it) => it.Goals));
const Memory = lazily(() => import('@/features/memory/Memory').then((it) => it.Memory));
const Messages = lazily(() => import('@/features/messages/Messages').then((it) => it.Messages));
const Checkpoints = lazily(() => import('@/features/checkpoints/Checkpoints').then((it) => it.Checkpoints));
const TrackRecord = lazily(() => import('@/features/performance/TrackRecord').then((it) => it.TrackRecord), 640);
const EventFeed = lazily(() => import('@/features/events/EventFeed').then((it) => it.EventFeed));
const Talk = lazily(() => import('@/features/runs/Talk').then((it) => it.Talk), 480);
const ToolBench = lazily(() => import('@/features/tools/ToolBench').then((it) => it.ToolBench), 480);
const Rules = lazily(() => import('@/features/rules/Rules').then((it) => it.Rules), 640);
const FillsPanel = lazily(() => import('@/features/trading/Fills').then((it) => it.FillsPanel));
const MarketChart = lazily(() => import('@/features/trading/MarketChart').then((it) => it.MarketChart), 480);
const OrdersPanel = lazily(() => import('@/features/trading/Orders').then((it) => it.OrdersPanel));
const PositionsPanel = lazily(() => import('@/features/trading/Positions').then((it) => it.PositionsPanel));
const VaultView = lazily(() => import('@/features/vaults/VaultView').then((it) => it.VaultView));

const TABS = ['watch', 'talk', 'trades', 'performance', 'graduation', 'goals', 'todo', 'memory', 'vault', 'tools', 'rules', 'activity', 'checkpoints', 'settings'] as const;
const LABELS: Record<(typeof TABS)[number], string> = {
  watch: 'Watch', talk: 'Talk', trades: 'Trades', performance: 'Performance', graduation: 'Graduation', goals: 'Goals', todo: 'To do', memory: 'Memory',
  vault: 'Vault', tools: 'Tools', rules: 'Rules', activity: 'Activity', checkpoints: 'Checkpoints', settings: 'Settings',
};

/** One agent, put together from the features that know its parts. */
export function AgentScreen({ id }: { id: string }) {
  const query = useQuery(agent(id));
  return <Answer query={query}>{(found) => <Screen agent={found} />}</Answer>;
}

function Screen({ agent: shown }: { agent: Agent }) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('watch'));
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = strip.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (chosen) strip.current!.scrollLeft = chosen.offsetLeft - strip.current!.clientWidth / 3;
  }, [tab]);
  return (
    <>
      <AgentHead agent={shown} />
      <Stacked>
        <Trouble agent={shown} />
        <AgentWorth id={shown.id} />
        <Tabs value={tab} onChange={(next) => void setTab(next as (typeof TABS)[number])} variant="pills">
          <Tabs.List mb="md" aria-label="Parts of the agent" className="tab-strip" ref={strip}>
            {TABS.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {LABELS[each]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {TABS.map((each) => (
            <Tabs.Panel key={each} value={each}>
              <Part agent={shown} part={each} />
            </Tabs.Panel>
          ))}
        </Tabs>
      </Stacked>
    </>
  );
}

function Part({ agent: shown, part }: { agent: Agent; part: (typeof TABS)[number] }) {
  switch (part) {
    case 'watch':
      return <Watch agent={shown} />;
    case 'talk':
      return <Talk agent={shown} />;
    case 'trades':
      return (
        <Stacked>
          <EquityCurve agentId={shown.id} />
          <PositionsPanel agentId={shown.id} />
          <OrdersPanel agentId={shown.id} />
          <FillsPanel agentId={shown.id} />
        </Stacked>
      );
    case 'performance':
      return <TrackRecord agentId={shown.id} />;
    case 'graduation':
      return <Graduation agentId={shown.id} />;
    case 'goals':
      return <Goals actorId={shown.id} />;
    case 'memory':
      return (
        <Columns>
          <Memory agentId={shown.id} />
          <Messages agentId={shown.id} />
        </Columns>
      );
    case 'checkpoints':
      return <Checkpoints agent={shown} />;
    case 'todo':
      return <Todos agentId={shown.id} />;
    case 'vault':
      return <VaultView agentId={shown.id} />;
    case 'tools':
      return <ToolBench agentId={shown.id} />;
    case 'rules':
      return <Rules agentId={shown.id} />;
    case 'activity':
      return (
        <Panel title="Activity" flush>
          <EventFeed agentId={shown.id} height={720} />
        </Panel>
      );
    case 'settings':
      return <Settings agent={shown} />;
  }
}

function Watch({ agent: shown }: { agent: Agent }) {
  const [symbol = ''] = shown.symbols;
  return (
    <Columns shape="main-side">
      <Stacked>
        <MarketChart venue={shown.venue} symbol={symbol} interval={shown.interval as Interval} agentId={shown.id} />
        <PositionsPanel agentId={shown.id} />
      </Stacked>
      <Decisions agentId={shown.id} />
    </Columns>
  );
}
