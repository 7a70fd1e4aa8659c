'use client';

import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArchive, IconDots, IconPlayerPause, IconPlayerPlay, IconPlayerStop, type Icon } from '@tabler/icons-react';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { useTransition, waysFrom, type Transition } from './transitions';

type Subject = { id: string; name: string; status: string };

const ICONS: Record<Transition, Icon> = {
  start: IconPlayerPlay,
  resume: IconPlayerPlay,
  pause: IconPlayerPause,
  stop: IconPlayerStop,
  archive: IconArchive,
};

/** The ways out of an agent's state as buttons. */
export function AgentActions({ agent }: { agent: Subject }) {
  const transition = useTransition(agent.id, agent.name);
  if (!useMay('operate')) return null;
  return waysFrom(agent.status).map((way) => {
    const Symbol = ICONS[way];
    const isUnderWay = transition.isPending && transition.variables === way;
    return (
      <Button key={way} variant="default" leftSection={<Symbol size={15} />} loading={isUnderWay} disabled={transition.isPending} onClick={() => transition.mutate(way)}>
        {humanise(way)}
      </Button>
    );
  });
}

/** The same behind a small menu, for rows. */
export function AgentMenu({ agent }: { agent: Subject }) {
  const transition = useTransition(agent.id, agent.name);
  const ways = waysFrom(agent.status);
  if (!useMay('operate') || !ways.length) return null;
  return (
    <Menu position="bottom-end" width={150} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" loading={transition.isPending} aria-label={`Actions for ${agent.name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ways.map((way) => {
          const Symbol = ICONS[way];
          return (
            <Menu.Item key={way} leftSection={<Symbol size={15} />} onClick={() => transition.mutate(way)}>
              {humanise(way)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
