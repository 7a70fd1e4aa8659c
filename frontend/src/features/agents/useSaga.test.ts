import { expect, test } from 'vitest';
import type { Covered, Event } from '@/lib/realtime/messages';
import { advance, NOT_BEGUN } from './useSaga';

type SagaEvent = Event<Covered<'saga.*'>>;
const event = (type: SagaEvent['type'], payload: object): SagaEvent => ({ id: '', timestamp: 0, source: 'backend', metadata: {}, type, payload }) as SagaEvent;
const begun = advance(NOT_BEGUN, event('saga.started', { steps: ['actor', 'account'] }));
const step = (name: string, status: string, reason = '') => event('saga.step', { step: name, status, reason });

test('a saga begins with all its steps waiting', () => {
  expect(begun.steps.map(({ name, state }) => [name, state])).toEqual([['actor', 'waiting'], ['account', 'waiting']]);
});

test('a step heard twice is done once', () => {
  const once = advance(begun, step('actor', 'DONE'));
  expect(advance(once, step('actor', 'DONE'))).toEqual(once);
  expect(once.steps[0]).toMatchObject({ state: 'done' });
});

test('a failure takes the steps before it back and says why', () => {
  const failed = [step('actor', 'DONE'), step('account', 'FAILED', 'No funds.'), step('actor', 'COMPENSATED'), event('saga.compensated', { reason: 'No funds.' })].reduce(advance, begun);
  expect(failed.steps.map(({ state }) => state)).toEqual(['compensated', 'failed']);
  expect(failed).toMatchObject({ end: 'compensated', reason: 'No funds.' });
});
