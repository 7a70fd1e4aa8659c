import { expect, test } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import type { Account, Goal } from '@/lib/api/types';
import { SessionProvider } from '@/lib/session';
import { show } from '../../../test/render';
import { GoalCard } from './GoalCard';

const GOAL = {
  id: 'g1', type: 'profit', unit: 'USD', title: '', target: '100', status: 'active', current: '40', progress: '40', velocity: '20',
  actorKind: 'agent', milestones: [{ percent: 25, passedAt: new Date(0).toISOString() }], missing: '', source: 'paper', asOf: null, deadline: null, estimatedAt: null, collectProfit: false, collected: null, uncollected: '',
} as unknown as Goal;

const render = (goal: Partial<Goal>, scopes: string[] = ['read', 'trade']) =>
  show(
    <QueryClientProvider client={new QueryClient()}>
      <SessionProvider account={{ scopes } as Account}>
        <GoalCard goal={{ ...GOAL, ...goal }} />
      </SessionProvider>
    </QueryClientProvider>,
  );

test('a goal says how far it is, how fast, and what it has passed', () => {
  render({});
  expect(screen.getByText(/\$40\.00 of \$100\.00\. \$20\.00 a day\./)).toBeInTheDocument();
  expect(screen.getByRole('progressbar', { name: /Earn \$100\.00/ })).toHaveAttribute('aria-valuenow', '40');
  expect(screen.getByText('Passed 25 %')).toBeInTheDocument();
});

test('what is not known is told with its reason, and shows no progress', () => {
  render({ current: null, progress: null, velocity: null, missing: '3 whole days are recorded, and 10 are needed' });
  expect(screen.getByText('3 whole days are recorded, and 10 are needed')).toBeInTheDocument();
  expect(screen.queryByRole('progressbar')).not.toBeInTheDocument();
});

test('only who may trade gives a goal up, and only while it is open', () => {
  render({}, ['read']);
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

test('what was collected is told with the reason why it was not all', () => {
  render({ status: 'completed', collectProfit: true, collected: '100', uncollected: 'Spark had 100 USD free of 450' });
  expect(screen.getByText('$100.00 went into the vault: Spark had 100 USD free of 450.')).toBeInTheDocument();
});

test('a goal that is reached is not given up', () => {
  render({ status: 'completed' });
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});
