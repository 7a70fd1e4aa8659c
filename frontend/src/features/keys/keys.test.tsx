import { beforeEach, expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SessionProvider } from '@/lib/session';
import type { Account } from '@/lib/api/types';
import { show } from '../../../test/render';
import { Keys } from './Keys';
import { endOf } from './NewKeyForm';

const KEY = { id: 'k1', actorId: 'p1', name: 'reader', prefix: 'cival_abc', scopes: ['read'], tools: ['get_market_data', 'analysis'], createdAt: '2026-11-20T12:00:00Z', expiresAt: '2126-11-25T12:00:00Z', revokedAt: null, lastUsedAt: '2026-11-24T12:00:00Z' };
const page = (results: object[]) => ({ results, next: null, previous: null, count: results.length, countIsExact: true });
const tool = (name: string, category: string, operator = false) => ({ name, title: name.replaceAll('_', ' '), description: `It does ${name}.`, category, operator });

const network = vi.hoisted(() => {
  const state = { keys: {} as object, tools: [] as object[], sent: [] as { method: string; url: string; body: unknown }[] };
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') state.sent.push({ method: request.method, url: pathname, body: request.method === 'POST' ? await request.json() : null });
    if (request.method === 'DELETE') return new Response(null, { status: 204 });
    const issued = { id: 'k2', key: 'cival_secret', name: 'narrow' };
    const body = request.method === 'POST' ? issued : pathname.endsWith('/keys') ? state.keys : pathname.endsWith('/tools') ? state.tools : { agents: [{ id: 'a1', name: 'Otto' }] };
    return new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } });
  };
  return state;
});

const open = () =>
  show(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionProvider account={{ scopes: ['read', 'trade', 'operate'] } as Account}>
        <Keys />
      </SessionProvider>
    </QueryClientProvider>,
  );

beforeEach(() => {
  network.keys = page([KEY, { ...KEY, id: 'k3', name: 'whole', tools: null, expiresAt: null, lastUsedAt: null }]);
  network.tools = [tool('get_market_data', 'trading'), tool('place_order', 'trading'), tool('stress_test_portfolio', 'analysis'), tool('engage_kill_switch', 'system', true)];
  network.sent = [];
});

test('each key says what it is narrowed to, until when it holds and when it was used', async () => {
  open();
  const narrow = await screen.findByRole('row', { name: /reader/ });
  expect(narrow).toHaveTextContent('Get market data');
  expect(narrow).toHaveTextContent('Analysis');
  expect(narrow.querySelectorAll('time')).toHaveLength(2);
  const whole = screen.getByRole('row', { name: /whole/ });
  expect(whole).toHaveTextContent('all its tools');
  expect(whole).toHaveTextContent('never');
  expect(whole).toHaveTextContent('until revoked');
});

test('a key is narrowed to tools that are searched for, and to whole toolsets', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'New key' }));
  await userEvent.type(await screen.findByRole('textbox', { name: /Name/ }), 'narrow');
  await userEvent.click(screen.getByRole('switch', { name: 'Only for some tools' }));
  const issue = screen.getByRole('button', { name: 'Issue the key' });
  expect(issue).toBeDisabled();
  const picker = screen.getByRole('group', { name: 'Tools that the key reaches' });
  await userEvent.type(within(picker).getByRole('textbox', { name: 'Search tools' }), 'market');
  expect(within(picker).queryByRole('checkbox', { name: 'place order' })).toBeNull();
  await userEvent.click(await within(picker).findByRole('checkbox', { name: 'get market data' }));
  await userEvent.clear(within(picker).getByRole('textbox', { name: 'Search tools' }));
  await userEvent.click(within(picker).getByRole('checkbox', { name: 'All of operator' }));
  expect(within(picker).getByRole('checkbox', { name: 'engage kill switch' })).toBeChecked();
  await userEvent.click(issue);
  expect(await screen.findByText('cival_secret')).toBeInTheDocument();
  expect(network.sent[0]).toMatchObject({ url: '/api/v1/account/keys', body: { name: 'narrow', scopes: ['read'], tools: ['get_market_data', 'operator'], actorId: null } });
});

test('a key is revoked with a second click', async () => {
  open();
  const row = await screen.findByRole('row', { name: /reader/ });
  await userEvent.click(within(row).getByRole('button', { name: 'Revoke' }));
  expect(network.sent).toEqual([]);
  await userEvent.click(within(row).getByRole('button', { name: 'Revoke for good' }));
  await waitFor(() => expect(network.sent).toEqual([{ method: 'DELETE', url: '/api/v1/account/keys/k1', body: null }]));
});

test('a key ends after so many days, or never by itself', () => {
  expect(endOf('30', Date.parse('2026-11-01T00:00:00Z'))).toBe('2026-12-01T00:00:00.000Z');
  expect(endOf('none', 0)).toBeNull();
});
