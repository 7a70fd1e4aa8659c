'use client';

import { useState } from 'react';
import { Button, Group, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Loading } from '@/components/feedback/States';
import { keys } from '@/lib/api/keys';
import type { Execution } from '@/lib/api/types';
import { plural } from '@/lib/format';
import { useEvents } from '@/lib/realtime/hooks';
import { refused, told } from '@/lib/toasts';
import { callOff, changeCall, changedBy, changeSaga, waitingFor } from './bulk';
import { BulkOutcome } from './BulkOutcome';
import classes from './Bulk.module.css';

const DOING: Record<string, string> = { start: 'Starting', pause: 'Pausing', resume: 'Resuming', stop: 'Stopping', configure: 'Configuring', archive: 'Archiving' };

const actionOf = ({ tool, parameters }: Execution): string => (tool === 'change_agents' ? String(parameters.action) : tool.replace('_agents', ''));

/** How far a change of many has come, how to call it off, and in the end what came of it. */
export function BulkProgress({ id, onDismiss }: { id: string; onDismiss: () => void }) {
  const query = useQuery(changeCall(id));
  const isOver = query.isError || Boolean(query.data?.finishedAt);
  const aside = isOver && (
    <Button variant="default" size="compact-xs" onClick={onDismiss}>
      Put away
    </Button>
  );
  return (
    <Panel title={query.data ? `${DOING[actionOf(query.data)] ?? 'Changing'} many agents` : 'Many agents'} aside={aside}>
      <Answer query={query} loading={<Loading rows={2} />}>
        {(call) => (call.finishedAt ? <BulkOutcome call={call} changed={changedBy(call)} /> : <UnderWay call={call} />)}
      </Answer>
    </Panel>
  );
}

type Told = { done: number; total: number | null };

function UnderWay({ call }: { call: Execution }) {
  const [progress, tell] = useState<Told | null>(null);
  useEvents('mcp.progress', ({ payload: { executionId, done, total } }) => {
    if (executionId === call.executionId) tell({ done, total: total ?? null });
  });
  const { data: saga } = useQuery(changeSaga(call.deferredKind === 'saga' ? call.deferredId : null));
  const share = progress?.total ? (100 * progress.done) / progress.total : null;
  const words = waitingFor(saga) || (progress?.total ? `${progress.done} of ${plural(progress.total, 'agent')}` : 'It has begun');
  return (
    <div className={classes.progress} aria-live="polite">
      <Progress value={share ?? 100} animated={share === null} striped={share === null} aria-label={words} />
      <Group justify="space-between">
        <span>{words}.</span>
        {saga?.canTurnBack && <CallOff sagaId={saga.id} />}
      </Group>
    </div>
  );
}

function CallOff({ sagaId }: { sagaId: string }) {
  const cache = useQueryClient();
  const calling = useMutation({
    mutationFn: () => callOff(sagaId),
    onSuccess: () => told('It is called off', 'Agents that were changed before stay so.'),
    onError: (error) => refused('It goes on', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.sagas }),
  });
  return (
    <Button variant="default" size="compact-xs" loading={calling.isPending} onClick={() => calling.mutate()}>
      Call it off
    </Button>
  );
}
