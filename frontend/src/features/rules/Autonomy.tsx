'use client';

import { Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { keys } from '@/lib/api/keys';
import type { AutonomyLevel, Permissions } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { setAutonomy } from './queries';
import classes from './rules.module.css';

const LEVELS: Record<AutonomyLevel, { label: string; meaning: string }> = {
  observe: { label: 'Observe', meaning: 'It reads, and does nothing.' },
  propose: { label: 'Propose', meaning: 'Each command waits for a person.' },
  act_with_approval: { label: 'Act with approval', meaning: 'What adds risk waits for a person; exits run.' },
  act: { label: 'Act', meaning: 'Its permissions decide.' },
};
const UNSET = 'unset';

type Props = { agentId: string; autonomy: Permissions['autonomy'] };

/** How far the agent goes without a person; somebody above can have set a lower ceiling. */
export function Autonomy({ agentId, autonomy: { level, own, decidedBy } }: Props) {
  const mayOperate = useMay('operate');
  const cache = useQueryClient();
  const setting = useMutation({
    mutationFn: (next: string) => setAutonomy(agentId, next === UNSET ? null : (next as AutonomyLevel)),
    onSuccess: () => told('Autonomy is set'),
    onError: (error) => refused('Autonomy is not set', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.agent(agentId) }),
  });
  const options = Object.entries(LEVELS).map(([value, { label }]) => ({ value, label }));
  return (
    <Panel title="Autonomy">
      <p className={classes.lead} data-figure="autonomy" data-value={level}>
        <strong>{LEVELS[level].label}</strong> {LEVELS[level].meaning}
      </p>
      <p className={classes.note}>{decidedBy ? `The level of the ${decidedBy.kind} ${decidedBy.name} binds.` : 'No level is set, so it acts.'}</p>
      {mayOperate && <Select label="Its own level" data={[{ value: UNSET, label: 'None of its own' }, ...options]} value={own ?? UNSET} allowDeselect={false} disabled={setting.isPending} onChange={(next) => next && setting.mutate(next)} />}
    </Panel>
  );
}
