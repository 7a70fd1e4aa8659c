'use client';

import { useState } from 'react';
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyValues } from '@/components/data/KeyValues';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Age } from '@/components/numbers/Age';
import { keys } from '@/lib/api/keys';
import type { Agent, Interval } from '@/lib/api/types';
import { useNow } from '@/lib/clock';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { barAs } from './bars';
import { describeHours, nextDecision, type Hours } from './hours';
import { HoursForm } from './HoursForm';
import { schedule, versions } from './queries';

/** When an agent decides, and when it does so next. */
export function TradingHours({ agent }: { agent: Agent }) {
  const query = useQuery(versions(agent.id));
  return (
    <Panel title="Trading hours">
      <Answer query={query}>{({ results }) => <Shown agent={agent} hours={results.find(({ inForce }) => inForce)?.hours ?? null} />}</Answer>
    </Panel>
  );
}

function Shown({ agent, hours }: { agent: Agent; hours: Hours | null }) {
  const [isSetting, set] = useState(false);
  const may = useMay('operate') && !agent.status.startsWith('archiv');
  const change = useSchedule(agent.id, () => set(false));
  return (
    <>
      <KeyValues
        items={[
          ['Decides', hours ? describeHours(hours) : 'On every bar, at any hour'],
          ['Next', <Next key="next" agent={agent} hours={hours} />],
        ]}
      />
      {may && (
        <Group gap="xs" mt="sm">
          <Button variant="default" size="xs" onClick={() => set(true)}>
            {hours ? 'Change the hours' : 'Set hours'}
          </Button>
          {hours && (
            <Button variant="default" size="xs" loading={change.isPending} onClick={() => change.mutate(null)}>
              Decide at any hour
            </Button>
          )}
        </Group>
      )}
      <Modal opened={isSetting} onClose={() => set(false)} title="Trading hours" closeButtonProps={{ 'aria-label': 'Close' }}>
        {isSetting && <HoursForm hours={hours} isBusy={change.isPending} onSubmit={(wanted) => change.mutate(wanted)} />}
      </Modal>
    </>
  );
}

/** The close of a bar that comes; of a recording nobody can tell when its next bar is played. */
function Next({ agent, hours }: { agent: Agent; hours: Hours | null }) {
  const now = useNow();
  if (agent.status !== 'running') return `Not while it is ${agent.status}`;
  if (barAs(agent) === 'moment') return 'When its recording plays a bar of these hours';
  const next = nextDecision(hours, agent.interval as Interval, now);
  if (next === null) return `Never: no bar of ${agent.interval} closes within these hours`;
  return (
    <>
      At the close of the bar <Age at={next} as="moment" />
    </>
  );
}

function useSchedule(agentId: string, onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (hours: Hours | null) => schedule(agentId, hours),
    onSuccess: (_, hours) => {
      told(hours ? 'The hours are set' : 'It decides at any hour', 'From its next bar on, as a new version of its configuration.');
      onDone();
    },
    onError: (error) => refused('The hours stay as they are', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.agent(agentId) }),
  });
}
