'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Answer } from '@/components/feedback/Answer';
import { keys } from '@/lib/api/keys';
import type { Agent, Checkpoint, Comparison as Compared } from '@/lib/api/types';
import { NOTHING } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { comparison, restoreCheckpoint } from './queries';
import classes from './checkpoints.module.css';

type Props = { agent: Agent; checkpoint: Checkpoint; onDone: () => void };

/** What is different now, and the way back: settings and what the strategy remembers; money and decisions stay. */
export function Comparison({ agent, checkpoint, onDone }: Props) {
  const query = useQuery(comparison(agent.id, checkpoint.id));
  const may = useMay('operate');
  return (
    <Answer query={query}>
      {({ differences }) => (
        <Stack gap="sm">
          {differences.length ? <Differences differences={differences} /> : <Text size="sm">Nothing is different.</Text>}
          {may && <Restore agent={agent} checkpoint={checkpoint} onDone={onDone} />}
        </Stack>
      )}
    </Answer>
  );
}

const say = (value: unknown): string => (value === null || value === undefined ? NOTHING : typeof value === 'string' ? value : JSON.stringify(value));

function Differences({ differences }: Pick<Compared, 'differences'>) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Differences, scrollable">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Then</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ pointer, before, after }) => (
            <tr key={pointer}>
              <th scope="row">{pointer.slice(1).replaceAll('/', ' / ')}</th>
              <td>{say(before)}</td>
              <td>{say(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Restore({ agent, checkpoint, onDone }: Props) {
  const cache = useQueryClient();
  const restoring = useMutation({
    mutationFn: restoreCheckpoint,
    onSuccess: () => {
      told('It is as it was then', 'The moment before is kept as a checkpoint.');
      onDone();
    },
    onError: (error) => refused('It stays as it is', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.agent(agent.id) }),
  });
  const runs = agent.status === 'running';
  return (
    <Stack gap={6}>
      <Text size="sm">Its settings and what its strategy remembers go back to then. Money, positions, decisions and memory stay.</Text>
      {runs && <Text size="sm">It is running: pause it first.</Text>}
      <Group justify="flex-end">
        <Button disabled={runs} loading={restoring.isPending} onClick={() => restoring.mutate({ agentId: agent.id, id: checkpoint.id })}>
          Bring it back
        </Button>
      </Group>
    </Stack>
  );
}
