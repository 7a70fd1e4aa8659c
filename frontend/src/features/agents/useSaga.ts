'use client';

import { useReducer } from 'react';
import { useEvents } from '@/lib/realtime/hooks';
import type { Covered, Event } from '@/lib/realtime/messages';

export type StepState = 'waiting' | 'done' | 'failed' | 'compensated';
export type SagaProgress = { steps: { name: string; state: StepState; reason: string }[]; end: 'none' | 'completed' | 'compensated' | 'failed'; reason: string };

export const NOT_BEGUN: SagaProgress = { steps: [], end: 'none', reason: '' };

/** Where a long operation stands after one more event of it; an event heard twice changes nothing. */
export function advance(progress: SagaProgress, event: Event<Covered<'saga.*'>>): SagaProgress {
  switch (event.type) {
    case 'saga.started':
      return { ...NOT_BEGUN, steps: event.payload.steps.map((name) => ({ name, state: 'waiting', reason: '' })) };
    case 'saga.step': {
      const { step, status, reason } = event.payload;
      const state = status.toLowerCase() as StepState;
      return { ...progress, steps: progress.steps.map((each) => (each.name === step ? { ...each, state, reason: reason ?? '' } : each)) };
    }
    case 'saga.completed':
      return { ...progress, end: 'completed' };
    case 'saga.compensated':
    case 'saga.failed':
      return { ...progress, end: event.type === 'saga.failed' ? 'failed' : 'compensated', reason: event.payload.reason };
    default:
      return progress;
  }
}

/** Follow the operation of one story, by its correlation id, as it happens. */
export function useSaga(correlationId: string | null): SagaProgress {
  const [progress, tell] = useReducer(
    (known: Record<string, SagaProgress>, event: Event<Covered<'saga.*'>>) => {
      const story = event.metadata.correlationId ?? '';
      return { ...known, [story]: advance(known[story] ?? NOT_BEGUN, event) };
    },
    {},
  );
  useEvents('saga.*', (event) => {
    if (correlationId && event.metadata.correlationId === correlationId) tell(event);
  });
  return (correlationId && progress[correlationId]) || NOT_BEGUN;
}
