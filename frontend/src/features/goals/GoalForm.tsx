'use client';

import { useState } from 'react';
import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { isDecimal, signOf } from '@/lib/decimal';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { createGoal, type GoalType, type Reaching } from './queries';
import { earnsMoney } from './words';

const TYPES: { value: GoalType; label: string; unit: string }[] = [
  { value: 'profit', label: 'Profit', unit: 'In USD, from now on' },
  { value: 'value', label: 'Value', unit: 'In USD, cash and positions' },
  { value: 'trades', label: 'Trades', unit: 'That end from now on' },
  { value: 'win_rate', label: 'Win rate', unit: 'In percent, of 10 trades at least' },
  { value: 'sharpe', label: 'Sharpe ratio', unit: 'Of 10 whole days at least' },
  { value: 'drawdown', label: 'Drawdown', unit: 'In percent, to stay within until the deadline' },
];

/** Setting a goal; the platform refuses what is reached already or could never be. */
export function GoalForm({ actorId, kind, onDone }: Reaching & { onDone: () => void }) {
  const [type, setType] = useState<GoalType>('profit');
  const [target, setTarget] = useState('');
  const [title, setTitle] = useState('');
  const [by, setBy] = useState('');
  const [collects, setCollects] = useState(false);
  const cache = useQueryClient();
  const setting = useMutation({
    mutationFn: createGoal,
    onSuccess: () => {
      told('The goal is set', 'It is judged every minute.');
      onDone();
    },
    onError: (error) => refused('The goal was not set', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.allGoals }),
  });
  const isAmount = isDecimal(target) && signOf(target.trim()) > 0;
  const mayCollect = useMay('operate') && earnsMoney(type);
  const isWhole = isAmount && (type !== 'drawdown' || by !== '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWhole || setting.isPending) return;
        const deadline = by ? new Date(by).toISOString() : null;
        setting.mutate({ actorId, kind, type, target: target.trim(), title: title.trim(), deadline, collectProfit: collects && mayCollect });
      }}
    >
      <Stack gap="sm">
        <Select label="What" allowDeselect={false} data={TYPES} value={type} onChange={(next) => next && setType(next as GoalType)} />
        <TextInput label="Target" description={TYPES.find(({ value }) => value === type)?.unit} withAsterisk data-autofocus inputMode="decimal" autoComplete="off" value={target} error={target && !isAmount ? 'A number above zero.' : null} onChange={(event) => setTarget(event.currentTarget.value)} />
        <TextInput label="Deadline" type="datetime-local" withAsterisk={type === 'drawdown'} value={by} onChange={(event) => setBy(event.currentTarget.value)} />
        <TextInput label="Name" maxLength={120} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        {mayCollect && (
          <Checkbox
            label="Collect the profit"
            description={kind === 'farm' ? 'Once it is reached, what each agent earned goes into its vault' : 'Once it is reached, what was earned goes into the vault'}
            checked={collects}
            onChange={(event) => setCollects(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={setting.isPending} disabled={!isWhole}>
            Set it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
