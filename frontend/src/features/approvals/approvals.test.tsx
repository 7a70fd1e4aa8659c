import { beforeEach, expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SessionProvider } from '@/lib/session';
import type { Account } from '@/lib/api/types';
import { show } from '../../../test/render';
import { ApprovalList } from './ApprovalInbox';
import { PendingCount } from './PendingCount';

const ACTOR = { id: 'a1', name: 'Otto' };
const ASKED = {
  id: 'p1', executionId: 'c1', tool: 'place_order', actor: ACTOR, agentId: 'a1', askedBy: ACTOR, because: 'The level of autonomy of Farm asks a person.', state: 'PENDING', reason: '',
  parameters: { symbol: 'BTC/USD', quantity: '0.5' }, argumentsDigest: 'd1', facts: { price: '60000' }, maxDrift: '1', people: 2, approvedBy: [], resolvedBy: null,
  recordedAt: '2026-11-25T12:00:00Z', expiresAt: '2126-11-25T13:00:00Z', resolvedAt: null,
};
const page = (results: object[]) => ({ results, next: null, previous: null, count: results.length, countIsExact: true });

/** The network: what each address answers, and what was sent. */
const network = vi.hoisted(() => {
  const state = { list: {} as object, detail: {} as object, answer: {} as object, sent: [] as { url: string; body: unknown }[] };
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const { pathname } = new URL(request.url);
    if (request.method === 'POST') state.sent.push({ url: pathname, body: await request.json() });
    const body = request.method === 'POST' ? state.answer : pathname.endsWith('/approvals') ? state.list : state.detail;
    return new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } });
  };
  return state;
});

const open = (element: React.ReactNode, scopes = ['read', 'operate']) =>
  show(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionProvider account={{ scopes } as Account}>{element}</SessionProvider>
    </QueryClientProvider>,
  );

beforeEach(() => {
  network.list = page([ASKED]);
  network.detail = { ...ASKED, factsNow: { price: '60900' }, drift: '1.5', asOf: '2026-11-25T12:01:00Z' };
  network.answer = { ...ASKED, state: 'PENDING' };
  network.sent = [];
});

test('a call that waits shows its arguments, the price then and now, and that it has moved too far', async () => {
  const { container } = open(<ApprovalList isWaiting />);
  expect(await screen.findByRole('region', { name: 'Arguments of place_order' })).toHaveTextContent('"quantity": "0.5"');
  await waitFor(() => expect(container.querySelector('[data-figure="priceNow"]')).toHaveAttribute('data-value', '60900'));
  expect(container.querySelector('[data-figure="priceThen"]')).toHaveAttribute('data-value', '60000');
  expect(container.querySelector('[data-beyond]')).toHaveTextContent('Approving it makes it void.');
  expect(screen.getByText(/0 of 2 people have approved/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Otto' })).toHaveAttribute('href', '/agents/a1?tab=rules');
});

test('a yes sends the digest of what was looked at', async () => {
  open(<ApprovalList isWaiting />);
  await userEvent.click(await screen.findByRole('button', { name: 'Approve' }));
  await waitFor(() => expect(network.sent).toEqual([{ url: '/api/v1/mcp/approvals/p1/approve', body: { argumentsDigest: 'd1' } }]));
});

test('a no needs a reason', async () => {
  open(<ApprovalList isWaiting />);
  await userEvent.click(await screen.findByRole('button', { name: 'Reject' }));
  const dialog = await screen.findByRole('dialog');
  const reject = () => [...dialog.querySelectorAll('button')].find((each) => each.textContent === 'Reject')!;
  expect(reject()).toBeDisabled();
  await userEvent.type(screen.getByRole('textbox', { name: /Reason/ }), 'too large');
  await userEvent.click(reject());
  await waitFor(() => expect(network.sent).toEqual([{ url: '/api/v1/mcp/approvals/p1/reject', body: { reason: 'too large' } }]));
});

test('who may not operate looks, and decides nothing', async () => {
  open(<ApprovalList isWaiting />, ['read']);
  expect(await screen.findByText('Place order')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
});

test('what was decided says how and by whom', async () => {
  network.list = page([{ ...ASKED, state: 'APPROVED', approvedBy: [{ id: 'x', name: 'olga' }, { id: 'y', name: 'pia' }], resolvedAt: '2026-11-25T12:05:00Z' }, { ...ASKED, id: 'p2', state: 'VOID', reason: 'The market has moved by 3 %.' }]);
  open(<ApprovalList isWaiting={false} />);
  expect(await screen.findByText(/Approved by olga and pia/)).toBeInTheDocument();
  expect(screen.getByText(/The market has moved by 3 %/)).toBeInTheDocument();
});

test('nothing to decide is an empty state, and no number in the navigation', async () => {
  network.list = page([]);
  const { container } = open(<><ApprovalList isWaiting /><PendingCount /></>);
  expect(await screen.findByText('No call waits for a person')).toBeInTheDocument();
  expect(container.querySelector('[data-count]')).toBeNull();
});

test('the navigation says how many wait', async () => {
  open(<PendingCount />);
  expect(await screen.findByLabelText('1 waiting')).toHaveTextContent('1');
});
