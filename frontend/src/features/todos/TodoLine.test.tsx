import { expect, test } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import type { Account, Todo } from '@/lib/api/types';
import { SessionProvider } from '@/lib/session';
import { show } from '../../../test/render';
import { TodoLine } from './TodoLine';

const TODO = { id: 't2', agentId: 'a1', title: 'Then', description: '', result: '', status: 'pending', priority: 'high', position: 2, level: 1, progress: 0, blockedBy: [], dueAt: null } as unknown as Todo;

const render = (todo: Partial<Todo>, scopes: string[] = ['read', 'trade']) =>
  show(
    <QueryClientProvider client={new QueryClient()}>
      <SessionProvider account={{ scopes } as Account}>
        <TodoLine todo={{ ...TODO, ...todo }} titles={new Map([['t1', 'First of all']])} />
      </SessionProvider>
    </QueryClientProvider>,
  );

const buttons = () => screen.queryAllByRole('button').map((each) => each.textContent);

test('what waits for something says for what, and cannot be begun', () => {
  render({ blockedBy: ['t1'] });
  expect(screen.getByText(/First: First of all\./)).toBeInTheDocument();
  expect(screen.getByText('Blocked')).toBeInTheDocument();
  expect(buttons()).toEqual(['Cancel']);
});

test('what waits for nothing can be begun, closed and cancelled, by name', () => {
  render({});
  expect(buttons()).toEqual(['Begin', 'Done', 'Cancel']);
  expect(screen.getByRole('button', { name: 'Done: Then' })).toBeEnabled();
});

test('a closed one can be taken up again', () => {
  render({ status: 'done' });
  expect(buttons()).toEqual(['Take up again']);
});

test('who may only look sees no buttons', () => {
  render({}, ['read']);
  expect(buttons()).toEqual([]);
});
