import { beforeEach, expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { SessionProvider } from '@/lib/session';
import type { Account } from '@/lib/api/types';
import { show } from '../../../test/render';
import { AuditDesk } from './AuditDesk';

const ENTRY = {
  id: 'e1', seq: 7, recordedAt: '2026-11-25T12:00:00Z', actorId: 'p1', principalId: 'p1', interface: 'rest', action: 'place_order', outcome: 'REFUSED', subject: '', code: 'invalid_parameters',
  callId: null, correlationId: 'c1', details: { reason: 'quantity: too small', parameters_digest: 'd1' }, parameters: { symbol: 'BTC/USD', api_key: '***' }, result: null, resultUrl: null,
  queuedAt: null, startedAt: null, finishedAt: null, executionTime: null, attempts: null, cost: null, erasedAt: null,
};
const EXPORT = {
  id: 'x1', executionId: 'c9', actorId: 'p1', status: 'RUNNING', fileType: 'csv', filters: { tool: 'place_order' }, until: '2026-11-25T12:00:00Z', total: 8000, rows: 2000, size: 900, download: null,
  code: '', reason: '', requestedAt: '2026-11-25T12:00:00Z', startedAt: '2026-11-25T12:00:01Z', finishedAt: null, expiresAt: null,
};
const DONE = { ...EXPORT, id: 'x2', status: 'SUCCEEDED', rows: 8000, download: '/api/v1/mcp/audit-log/exports/x2/file', finishedAt: '2026-11-25T12:01:00Z', expiresAt: '2126-12-02T12:01:00Z' };
const page = (results: object[]) => ({ results, next: null, previous: null, count: results.length, countIsExact: true });

const network = vi.hoisted(() => {
  const state = { log: {} as object, exports: {} as object, asked: [] as string[], sent: [] as { url: string; body: unknown; prefer: string | null }[] };
  const answers: [string, () => object][] = [['/audit-log/exports', () => state.exports], ['/audit-log', () => state.log], ['/mcp/tools', () => []], ['/agents/status', () => ({ agents: [] })]];
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const { pathname, search } = new URL(request.url);
    if (request.method === 'POST') state.sent.push({ url: pathname, body: await request.text(), prefer: request.headers.get('Prefer') });
    else state.asked.push(pathname + search);
    const found = answers.find(([ending]) => pathname.endsWith(ending));
    return new Response(JSON.stringify(found ? found[1]() : {}), { status: 200, headers: { 'Content-Type': 'application/json' } });
  };
  return state;
});

const open = (search = '') =>
  show(
    <NuqsTestingAdapter searchParams={search}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <SessionProvider account={{ scopes: ['read'] } as Account}>
          <AuditDesk />
        </SessionProvider>
      </QueryClientProvider>
    </NuqsTestingAdapter>,
  );

beforeEach(() => {
  network.log = page([ENTRY]);
  network.exports = page([EXPORT, DONE]);
  network.asked = [];
  network.sent = [];
});

test('an entry says what was asked for, though a gate refused it', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Place order' }));
  expect(screen.getByRole('region', { name: 'What place_order was asked' })).toHaveTextContent('"symbol": "BTC/USD"');
  expect(screen.getByText(/sealed as number 7/)).toBeInTheDocument();
  expect(screen.getByRole('row', { name: /Place order/ })).toHaveTextContent('quantity: too small');
});

test('what the address narrows to is what is asked for', async () => {
  open('?tool=place_order&status=REFUSED');
  await waitFor(() => expect(network.asked.some((url) => url.includes('/audit-log?') && url.includes('tool=place_order') && url.includes('status=REFUSED'))).toBe(true));
});

test('an export shows how far it is written, and one that is done can be fetched', async () => {
  const { container } = open();
  await screen.findByRole('progressbar', { name: 'The export is done' });
  const running = container.querySelector<HTMLElement>('[data-export="x1"]')!;
  expect(running.querySelector('[data-figure="progress"]')).toHaveAttribute('data-value', '2000/8000');
  expect(running).toHaveTextContent('tool place_order');
  expect(within(running).getByRole('button', { name: 'Cancel' })).toBeInTheDocument();
  const done = container.querySelector<HTMLElement>('[data-export="x2"]')!;
  expect(within(done).getByRole('link', { name: 'Download' })).toHaveAttribute('href', DONE.download);
  expect(done).toHaveTextContent('8,000 entries');
});

test('a file of what the filters leave is asked for without waiting', async () => {
  open('?tool=place_order');
  await userEvent.click(await screen.findByRole('button', { name: 'JSON lines' }));
  await waitFor(() => expect(network.sent).toHaveLength(1));
  expect(network.sent[0]).toEqual({ url: '/api/v1/mcp/audit-log/exports', body: JSON.stringify({ tool: 'place_order', fileType: 'jsonl' }), prefer: 'respond-async' });
});

test('one that is being written can be called off', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(network.sent[0]?.url).toBe('/api/v1/mcp/audit-log/exports/x1/cancel'));
});
