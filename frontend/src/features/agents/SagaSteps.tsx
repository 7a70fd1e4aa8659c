import { Loader } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconCircleDashed, IconX } from '@tabler/icons-react';
import { humanise } from '@/lib/format';
import type { SagaProgress, StepState } from './useSaga';
import classes from './SagaSteps.module.css';

const MEANINGS: Record<string, string> = {
  actor: 'Its identity, below yours',
  account: 'A trading account with its capital',
  vault: 'A vault with an address per network',
  permissions: 'What tools it may use',
  strategy: 'Its strategy and settings',
  todo_list: 'What its operator should look at',
  start: 'It begins to decide',
};

/** The steps of a long operation, each as it is done or taken back. */
export function SagaSteps({ progress, isUnderWay }: { progress: SagaProgress; isUnderWay: boolean }) {
  const next = progress.steps.findIndex(({ state }) => state === 'waiting');
  return (
    <ol className={classes.steps} aria-label="Steps" aria-live="polite">
      {progress.steps.map((step, index) => (
        <li key={step.name} className={classes.step} data-state={step.state}>
          <span className={classes.mark}>
            {isUnderWay && index === next && progress.end === 'none' ? <Loader size={16} /> : <Mark state={step.state} />}
          </span>
          <span>
            <span className={classes.name}>{humanise(step.name)}</span>
            <span className={classes.meaning}>{step.reason || MEANINGS[step.name]}</span>
          </span>
          <span className={classes.state}>{step.state === 'waiting' ? '' : humanise(step.state)}</span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ state }: { state: StepState }) {
  if (state === 'done') return <IconCheck size={16} stroke={2.4} aria-hidden />;
  if (state === 'failed') return <IconX size={16} stroke={2.4} aria-hidden />;
  if (state === 'compensated') return <IconArrowBackUp size={16} aria-hidden />;
  return <IconCircleDashed size={16} aria-hidden />;
}
