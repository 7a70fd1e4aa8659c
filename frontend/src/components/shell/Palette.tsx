'use client';

import { useRouter } from 'next/navigation';
import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useQueryClient } from '@tanstack/react-query';
import { IconMoon, IconPlus, IconRobot, IconSearch } from '@tabler/icons-react';
import { keys } from '@/lib/api/keys';
import type { FleetStatus } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { MORE, PLACES } from './places';

const SMALL = { size: 18, stroke: 1.6 } as const;

/** Ctrl K: pages, agents that the page knows of, and actions. */
export function Palette() {
  const router = useRouter();
  const cache = useQueryClient();
  const mayOperate = useMay('operate');
  const { toggleColorScheme } = useMantineColorScheme();
  const fleet = cache.getQueryData<FleetStatus>([...keys.agents, 'status']);
  const go = (href: string) => () => router.push(href);
  const pages: SpotlightActionData[] = PLACES.map(({ href, label, icon: Symbol, key }) => ({
    id: href, label, description: `g then ${key}`, leftSection: <Symbol {...SMALL} />, onClick: go(href),
  }));
  const more: SpotlightActionData[] = MORE.map(({ href, label, icon: Symbol }) => ({ id: href, label, leftSection: <Symbol {...SMALL} />, onClick: go(href) }));
  const agents: SpotlightActionData[] = (fleet?.agents ?? []).map((agent) => ({
    id: agent.id, label: agent.name, description: `${humanise(agent.type)} agent, ${agent.status}`, leftSection: <IconRobot {...SMALL} />, onClick: go(`/agents/${agent.id}`),
  }));
  const actions: SpotlightActionData[] = [
    ...(mayOperate ? [{ id: 'create', label: 'Create an agent', leftSection: <IconPlus {...SMALL} />, onClick: go('/agents/new') }] : []),
    { id: 'theme', label: 'Dark or light', leftSection: <IconMoon {...SMALL} />, onClick: toggleColorScheme },
  ];
  return (
    <Spotlight
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="Nothing is called that."
      searchProps={{ placeholder: 'Go to a page, an agent, an action…', 'aria-label': 'Command palette', leftSection: <IconSearch {...SMALL} /> }}
      actions={[
        { group: 'Pages', actions: [...pages, ...more] },
        { group: 'Actions', actions },
        ...(agents.length ? [{ group: 'Agents', actions: agents }] : []),
      ]}
    />
  );
}
