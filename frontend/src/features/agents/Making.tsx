'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button, Group } from '@mantine/core';
import { IconRobot } from '@tabler/icons-react';
import { Failure, Loading } from '@/components/feedback/States';
import { SagaSteps } from './SagaSteps';
import { NOT_BEGUN, type SagaProgress } from './useSaga';

type Props = { progress: SagaProgress; agentId: string | null; error: Error | null; isUnderWay: boolean; before?: ReactNode };

/** How an agent is made, step by step, and the way to it; `before` stands there until it begins. */
export function Making({ progress, agentId, error, isUnderWay, before }: Props) {
  const hasBegun = progress !== NOT_BEGUN;
  if (!hasBegun && error) return <Failure error={error} />;
  if (!hasBegun && isUnderWay) return <Loading rows={7} height={26} />;
  return (
    <>
      {hasBegun ? <SagaSteps progress={progress} isUnderWay={isUnderWay} /> : !agentId && before}
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
