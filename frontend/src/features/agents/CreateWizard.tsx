'use client';

import { useState } from 'react';
import Link from 'next/link';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconHierarchy2, IconRobot } from '@tabler/icons-react';
import { Columns } from '@/components/data/Columns';
import { Panel } from '@/components/data/Panel';
import { Empty, Failure, Loading } from '@/components/feedback/States';
import { Problem } from '@/lib/api/problem';
import { newId } from '@/lib/ids';
import { useEvents } from '@/lib/realtime/hooks';
import { createAgent, type Wanted } from './create';
import { CreateForm, type WishForm } from './CreateForm';
import { SagaSteps } from './SagaSteps';
import { NOT_BEGUN, useSaga, type SagaProgress } from './useSaga';
import { wishErrorsOf } from './wish';

/** Create an agent and watch it being set up, step by step. */
export function CreateWizard() {
  const [story, setStory] = useState<string | null>(null);
  const [agentId, setAgentId] = useState<string | null>(null);
  const progress = useSaga(story);
  useEvents('agent.create', ({ payload, metadata }) => {
    if (metadata.correlationId === story) setAgentId(payload.agentId);
  });
  const making = useMutation({ mutationFn: createAgent });
  const submit = (wanted: Wanted, form: WishForm) => {
    const fresh = newId();
    setStory(fresh);
    setAgentId(null);
    making.mutate(
      { wanted, story: fresh, key: newId() },
      {
        onSuccess: (made) => 'id' in made && setAgentId(made.id),
        onError: (error) => form.setErrors(wishErrorsOf(Problem.of(error))),
      },
    );
  };
  const isPending = making.isSuccess && !agentId && progress.end === 'none';
  return (
    <Columns shape="main-side">
      <CreateForm isBusy={making.isPending || isPending} onSubmit={submit} />
      <Panel title="How it is made">
        <Making progress={progress} agentId={agentId} error={making.error} isUnderWay={making.isPending || isPending} />
      </Panel>
    </Columns>
  );
}

type MakingProps = { progress: SagaProgress; agentId: string | null; error: Error | null; isUnderWay: boolean };

function Making({ progress, agentId, error, isUnderWay }: MakingProps) {
  const hasBegun = progress !== NOT_BEGUN;
  if (!hasBegun && error) return <Failure error={error} />;
  if (!hasBegun && isUnderWay) return <Loading rows={7} height={26} />;
  return (
    <>
      {hasBegun ? (
        <SagaSteps progress={progress} isUnderWay={isUnderWay} />
      ) : (
        !agentId && (
          <Empty title="All of it or none of it" icon={IconHierarchy2}>
            Identity, account, vault, permissions, strategy and to-do list are made step by step. If one fails, the ones before it are taken back.
          </Empty>
        )
      )}
      {error && hasBegun && <Failure error={error} />}
      {agentId && (
        <Group justify="space-between" mt="md">
          <strong>It runs.</strong>
          <Button component={Link} href={`/agents/${agentId}`} leftSection={<IconRobot size={16} />}>
            Watch it
          </Button>
        </Group>
      )}
    </>
  );
}
