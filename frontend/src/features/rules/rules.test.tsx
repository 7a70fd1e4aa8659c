import { beforeEach, expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SessionProvider } from '@/lib/session';
import type { Account } from '@/lib/api/types';
import { show } from '../../../test/render';
import { Rules } from './Rules';

const FARM = { id: 'f1', kind: 'farm', name: 'Alpha' };
const RULES = {
  actorId: 'a1', rules: [{ tool: null, toolset: 'trading', effect: 'ALLOW' }],
  autonomy: { actorId: 'a1', level: 'propose', own: 'act', decidedBy: FARM },
  tools: [
    { tool: 'place_order', toolset: 'trading', effect: 'DENY', source: 'tool', decidedBy: FARM },
    { tool: 'list_orders', toolset: 'trading', effect: 'ALLOW', source: 'toolset', decidedBy: { id: 'a1', kind: 'agent', name: 'Otto' } },
    { tool: 'query_database', toolset: 'data', effect: 'DENY', source: 'none', decidedBy: null },
  ],
};
const BUDGET = { actor: FARM, callsPerDay: 100, callsUsed: 40, moneyPerDay: null, moneyUsed: '1250.5', currency: 'USD', llmPerDay: '5', llmUsed: '0.25' };

const network = vi.hoisted(() => {
  const state = { permissions: {} as object, budget: {} as object, sent: [] as { url: string; body: unknown }[] };
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const { pathname } = new URL(request.url);
    if (request.method === 'PUT') state.sent.push({ url: pathname, body: await request.json() });
    return new Response(JSON.stringify(pathname.endsWith('/budget') ? state.budget : state.permissions), { status: 200, headers: { 'Content-Type': 'application/json' } });
  };
  return state;
});

const open = (scopes = ['read', 'operate']) =>
  show(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionProvider account={{ scopes } as Account}>
        <Rules agentId="a1" />
      </SessionProvider>
    </QueryClientProvider>,
  );

beforeEach(() => {
  network.permissions = RULES;
  network.budget = { actorId: 'a1', budgets: [BUDGET], resetsAt: '2026-11-26T00:00:00Z', asOf: '2026-11-25T12:00:00Z' };
  network.sent = [];
});

test('each tool says what holds and whose rule decides', async () => {
  open();
  const denied = await screen.findByRole('row', { name: /Place order/ });
  expect(denied).toHaveAttribute('data-effect', 'DENY');
  expect(denied).toHaveTextContent('By the rule for this tool of the farm Alpha');
  expect(screen.getByRole('row', { name: /List orders/ })).toHaveTextContent('By the rule for the toolset of the agent Otto');
  expect(screen.getByRole('row', { name: /Query database/ })).toHaveTextContent('No rule allows it');
});

test('the level of somebody above binds, and the own one can be changed', async () => {
  const { container } = open();
  expect(await screen.findByText('The level of the farm Alpha binds.')).toBeInTheDocument();
  expect(container.querySelector('[data-figure="autonomy"]')).toHaveAttribute('data-value', 'propose');
  await userEvent.click(screen.getByRole('combobox', { name: 'Its own level' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Observe' }));
  await waitFor(() => expect(network.sent).toEqual([{ url: '/api/v1/agents/a1/autonomy', body: { level: 'observe' } }]));
});

test('a rule is set for one tool and leaves the others alone', async () => {
  open();
  await userEvent.click(await screen.findByRole('combobox', { name: 'Rule for place_order' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Ask' }));
  const rule = { tool: 'place_order', toolset: null, effect: 'ASK' };
  await waitFor(() => expect(network.sent).toEqual([{ url: '/api/v1/agents/a1/permissions', body: { permissions: [rule], mode: 'merge' } }]));
});

test('budgets show what is used of what, and are set as they are typed', async () => {
  const { container } = open();
  await screen.findByText('Alpha', { exact: false, selector: 'strong' });
  const used = container.querySelector<HTMLElement>('[data-budget="f1"]')!;
  expect(within(used).getByText('40', { selector: '[data-figure="callsUsed"]' })).toBeInTheDocument();
  expect(used).toHaveTextContent('of any');
  await userEvent.type(screen.getByRole('textbox', { name: 'Money a day, USD' }), '1000.5');
  await userEvent.click(screen.getByRole('button', { name: 'Set its budget' }));
  await waitFor(() => expect(network.sent).toEqual([{ url: '/api/v1/agents/a1/budget', body: { callsPerDay: null, moneyPerDay: '1000.5', llmPerDay: null, currency: 'USD' } }]));
});

test('who may not operate changes nothing', async () => {
  open(['read']);
  expect(await screen.findByRole('combobox', { name: 'Rule for place_order' })).toBeDisabled();
  expect(screen.queryByRole('button', { name: 'Set its budget' })).toBeNull();
  expect(screen.queryByRole('combobox', { name: 'Its own level' })).toBeNull();
});
