import { expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import { show } from '../../../test/render';
import { Bar } from './Bar';
import { Fraction } from '@/components/numbers/Fraction';
import { Limits } from './Limits';
import { TailLosses } from './TailLosses';

const loss = (method: string, confidence: number) => ({ method, confidence, var: 0.0123, cvar: 0.02, varAmount: '1230.5', cvarAmount: '2000', definition: 'As it says.' });
const REPORT = {
  basis: 'positions', basisSays: 'What is held now.', interval: '1h', barsUsed: 500, currency: 'USD', source: 'simulated', asOf: '2026-11-25T12:00:00Z',
  losses: [loss('historical', 0.95), loss('parametric', 0.99)],
};
const LIMIT = { key: 'risk.max_open_orders', description: 'How many.', unit: 'orders', limit: '4', used: '3', usedPercent: '75', accountId: null, accountName: 'Otto', setFor: 'actor', setForName: 'Otto', setByName: 'olga', setAt: null };

/** The network, as it is before the client of the API is made: what is answered next. */
const network = vi.hoisted(() => {
  const state = { answers: [] as [status: number, body: object][] };
  globalThis.fetch = () => {
    const [status, body] = state.answers.length > 1 ? state.answers.shift()! : state.answers[0]!;
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }));
  };
  return state;
});

const open = (element: React.ReactNode) => show(<QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>{element}</QueryClientProvider>);

test('losses come with their method, their amount, and where they come from', async () => {
  network.answers = [[200, REPORT]];
  const { container } = open(<TailLosses agentId={undefined} />);
  expect(await screen.findByRole('rowheader', { name: 'Historical, 95 %' })).toHaveAttribute('title', 'As it says.');
  expect(screen.getAllByText('$1,230.50')[0]).toHaveAttribute('data-value', '1230.5');
  expect(screen.getAllByText('1.23 %')).toHaveLength(2);
  expect(screen.getByText(/500 returns of 1h/)).toBeInTheDocument();
  expect(container.querySelector('[data-source="simulated"]')).toHaveAttribute('data-as-of', REPORT.asOf);
});

test('a history that is too short is an empty state that says how short', async () => {
  network.answers = [[422, { code: 'not_enough_history', title: 'Refused', detail: 'There are 3 bars; 30 are needed.' }]];
  open(<TailLosses agentId="a" />);
  expect(await screen.findByText('Not enough history yet')).toBeInTheDocument();
  expect(screen.getByText('There are 3 bars; 30 are needed.')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('what workers are still measuring is asked for again', async () => {
  network.answers = [[202, { executionId: 'x', status: 'QUEUED' }], [200, REPORT]];
  open(<TailLosses agentId={undefined} />);
  expect(await screen.findByRole('status', { name: 'Loading' })).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('rowheader', { name: 'Parametric, 99 %' })).toBeInTheDocument(), { timeout: 5000 });
});

test('a limit says how much of it is used and who set it', async () => {
  network.answers = [[200, { limits: [LIMIT, { ...LIMIT, key: 'triggers.drawdown.max_percent', limit: null, usedPercent: null, used: '0', setFor: 'default', unit: 'percent' }], accounts: 1, source: 'paper', asOf: REPORT.asOf }]];
  open(<Limits agentId={undefined} />);
  expect(await screen.findByRole('meter', { name: 'Open orders used' })).toHaveAttribute('aria-valuenow', '75');
  expect(screen.getByText(/Set for Otto by olga/)).toBeInTheDocument();
  expect(screen.getByText(/off/)).toBeInTheDocument();
  expect(screen.getAllByRole('meter')).toHaveLength(1);
});

test('a bar is marked where its end comes near, and never longer than whole', () => {
  show(<><Bar label="near" part={0.85} /><Bar label="over" part={1.4} /></>);
  expect(screen.getByRole('meter', { name: 'near' })).toHaveAttribute('data-level', 'near');
  expect(screen.getByRole('meter', { name: 'over' })).toHaveAttribute('aria-valuenow', '100');
});

test('a ratio that returns do not define is no figure', () => {
  show(<><Fraction value={null} name="sharpe" as="ratio" /><Fraction value={-0.05} name="maxDrawdown" tone /></>);
  expect(screen.getByText('–')).not.toHaveAttribute('data-value');
  expect(screen.getByText('−5.00 %')).toHaveClass('fall');
});
