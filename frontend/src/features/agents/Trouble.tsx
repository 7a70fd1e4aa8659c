'use client';

import { IconAlertTriangle } from '@tabler/icons-react';
import { Age } from '@/components/numbers/Age';
import type { Faring } from './health';
import classes from './Trouble.module.css';

/** Why an agent stands still by itself, since when, and when it is tried again. */
export function Trouble({ agent }: { agent: Faring }) {
  if (agent.status !== 'error') return null;
  return (
    <section className={classes.trouble} role="alert" aria-label="What is wrong">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        <strong>
          It stands still
          {agent.failedAt && (
            <>
              {' '}
              since <Age at={agent.failedAt} as="moment" />
            </>
          )}
          .
        </strong>
        <p>{agent.error || 'No reason was told.'}</p>
        <p>{agent.nextRetryAt ? <Next at={agent.nextRetryAt} retries={agent.retries ?? 0} /> : 'It is not tried again by itself: start it when what is wrong has been mended.'}</p>
      </div>
    </section>
  );
}

function Next({ at, retries }: { at: string; retries: number }) {
  return (
    <>
      Tried again <Age at={at} as="moment" />
      {retries > 1 && `, for the ${ordinal(retries)} time`}.
    </>
  );
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];
const ordinal = (count: number): string => ORDINALS[count - 1] ?? `${count}th`;
