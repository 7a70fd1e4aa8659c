import { beforeEach, expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SessionProvider } from '@/lib/session';
import type { Account } from '@/lib/api/types';
import { show } from '../../../test/render';
import { DeadLetters } from './DeadLetters';
import { StoryView } from './StoryView';
import { Subscribers } from './Subscribers';

const AT = '2026-11-25T12:00:00.000Z';
const LETTER = { id: 'l1', subscriber: 'trading.journal', eventId: 'e1', eventSeq: 41, error: 'KeyError: accountId', attempts: 6, parkedAt: AT, resolvedAt: null };
const FOLLOWER = { name: 'system.activity', patterns: ['*'], batch: 500, position: '41', behind: 3, attempts: 0, retryAt: null, parked: 2, tables: ['system_event_tally'], rebuild: null };
const chapter = (kind: string, id: string, title: string, causationId: string | null = null) => ({ kind, id, at: AT, title, outcome: kind === 'call' ? 'SUCCEEDED' : '', actorId: null, agentId: null, causationId, seq: null, details: {} });
const STORY = { correlationId: 's1', beganAt: AT, endedAt: AT, isComplete: true, chapters: [chapter('call', 'c1', 'place_order'), chapter('order', 'o1', 'buy 0.1 BTC/USD', 'c1')] };

/** The network: what each address answers, and what was sent. */
const network = vi.hoisted(() => {
  const state = { answers: {} as Record<string, object>, sent: [] as { url: string; body: unknown }[] };
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const { pathname } = new URL(request.url);
    if (request.method === 'POST') state.sent.push({ url: pathname, body: await request.json() });
    return new Response(JSON.stringify(state.answers[pathname.split('/').at(-1)!] ?? {}), { status: 200, headers: { 'Content-Type': 'application/json' } });
  };
  return state;
});

const open = (element: React.ReactNode, scopes = ['read', 'operate', 'admin']) =>
  show(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionProvider account={{ scopes } as Account}>{element}</SessionProvider>
    </QueryClientProvider>,
  );

beforeEach(() => {
  network.sent = [];
  network.answers = {
    'dead-letters': { results: [LETTER], next: null, previous: null, count: 1, countIsExact: true },
    subscribers: { results: [FOLLOWER], count: 1 },
    l1: { ...LETTER, event: { id: 'e1', type: 'trade.order_filled', payload: { symbol: 'BTC/USD' }, metadata: { seq: '41' } } },
    o1: STORY,
    'retry-dead-letters': { subscriber: 'system.activity', taken: 2, failed: 0, parked: 0 },
  };
});

test('a story is told with what caused what, and shows where one came from', async () => {
  const { container } = open(<StoryView id="o1" />);
  expect(await screen.findByText(/by the call Place order/)).toBeInTheDocument();
  expect(container.querySelector('[data-asked]')).toHaveTextContent('buy 0.1 BTC/USD');
  expect([...container.querySelectorAll('[data-kind]')].map((each) => each.getAttribute('data-kind'))).toEqual(['call', 'order']);
});

test('a parked event is looked at and handed over again', async () => {
  open(<DeadLetters />);
  expect(await screen.findByRole('link', { name: '41: the whole story' })).toHaveAttribute('href', '/stories/e1');
  await userEvent.click(screen.getByRole('button', { name: 'Look' }));
  expect(await screen.findByRole('region', { name: 'The event' })).toHaveTextContent('BTC/USD');
  await userEvent.click(screen.getByRole('button', { name: 'Hand over again' }));
  await waitFor(() => expect(network.sent).toEqual([{ url: '/api/v1/system/dead-letters/l1/retry', body: {} }]));
});

test('it is put aside only with a word on what was done', async () => {
  open(<DeadLetters />);
  await userEvent.click(await screen.findByRole('button', { name: 'Look' }));
  expect(await screen.findByRole('button', { name: 'Put aside' })).toBeDisabled();
  await userEvent.type(screen.getByRole('textbox'), 'Booked by hand');
  await userEvent.click(screen.getByRole('button', { name: 'Put aside' }));
  await waitFor(() => expect(network.sent).toEqual([{ url: '/api/v1/system/dead-letters/l1/resolve', body: { reason: 'Booked by hand' } }]));
});

test('all of a subscriber are handed over, and a projection is built anew, by who may', async () => {
  open(<Subscribers />);
  await userEvent.click(await screen.findByRole('button', { name: 'Retry all' }));
  await waitFor(() => expect(network.sent.map(({ url }) => url)).toEqual(['/api/v1/system/subscribers/system.activity/retry-dead-letters']));
  await userEvent.click(screen.getByRole('button', { name: 'Rebuild' }));
  await waitFor(() => expect(network.sent.at(-1)?.url).toBe('/api/v1/system/subscribers/system.activity/rebuild'));
});

test('who may only look sees no button', async () => {
  open(<Subscribers />, ['read']);
  expect(await screen.findByText('system.activity')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Rebuild' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Retry all' })).toBeNull();
});
