import { beforeEach, expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { show } from '../../../test/render';
import type { Account } from '@/lib/api/types';
import { SessionProvider } from '@/lib/session';
import { LanguageModels } from './LanguageModels';
import { BLANK, bodyOf } from './endpoints';

const LOCAL = { name: 'local', kind: 'openai', baseUrl: 'http://10.0.0.5/v1', model: 'qwen', hasKey: true, position: 0, inputPrice: '0', outputPrice: '0', enabled: true, updatedAt: '2026-11-25T12:00:00Z' };

/** The network, as it is before the client of the API is made: what is answered, and what was sent. */
const network = vi.hoisted(() => {
  const state = { listed: [] as object[], sent: [] as { method: string; path: string; body: unknown }[], refusal: null as object | null };
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const headers = { 'Content-Type': 'application/json' };
    if (request.method === 'GET') return new Response(JSON.stringify({ results: state.listed }), { headers });
    const text = await request.text();
    state.sent.push({ method: request.method, path: new URL(request.url).pathname, body: text ? JSON.parse(text) : null });
    if (state.refusal) return new Response(JSON.stringify(state.refusal), { status: 422, headers: { 'Content-Type': 'application/problem+json' } });
    return request.method === 'DELETE' ? new Response(null, { status: 204 }) : new Response('{}', { headers });
  };
  return state;
});

beforeEach(() => Object.assign(network, { listed: [], sent: [], refusal: null }));

const open = (...scopes: string[]) =>
  show(
    <QueryClientProvider client={new QueryClient()}>
      <SessionProvider account={{ scopes } as unknown as Account}>
        <LanguageModels />
      </SessionProvider>
    </QueryClientProvider>,
  );

test('everybody sees what is asked, and only administrators change it', async () => {
  network.listed = [LOCAL];
  open('read', 'operate');
  expect(await screen.findByText('local: qwen')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Add' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Change local' })).toBeNull();
});

test('an administrator adds a model, and empty fields are left to the platform', async () => {
  const user = userEvent.setup();
  open('read', 'admin');
  await screen.findByText('No language model is set');
  await user.click(screen.getByRole('button', { name: 'Add' }));
  await user.type(await screen.findByRole('textbox', { name: /Name/ }), 'main');
  await user.type(screen.getByRole('textbox', { name: /Address/ }), 'https://models.test/v1');
  await user.type(screen.getByRole('textbox', { name: /Model/ }), 'gpt');
  await user.type(screen.getByLabelText(/Key/), 'sk-1');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(network.sent).toHaveLength(1));
  expect(network.sent[0]).toEqual({
    method: 'PUT',
    path: '/api/v1/agents/language-endpoints/main',
    body: { kind: 'openai', base_url: 'https://models.test/v1', model: 'gpt', key: 'sk-1', position: 0, input_price: null, output_price: null, enabled: true },
  });
}, 20_000);

test('a change keeps the key that is there, and a refusal stands at its field', async () => {
  network.listed = [LOCAL];
  network.refusal = { status: 422, detail: 'Not allowed', errors: [{ pointer: '/base_url', reason: 'a private address' }] };
  const user = userEvent.setup();
  open('read', 'admin');
  await user.click(await screen.findByRole('button', { name: 'Change local' }));
  await user.click(await screen.findByRole('button', { name: 'Save' }));
  expect(await screen.findByText('a private address')).toBeInTheDocument();
  expect(network.sent[0]?.body).toMatchObject({ key: null, input_price: '0' });
});

test('removing takes a second click', async () => {
  network.listed = [LOCAL];
  const user = userEvent.setup();
  open('read', 'admin');
  const button = await screen.findByRole('button', { name: 'Remove local' });
  await user.click(button);
  expect(network.sent).toEqual([]);
  await user.click(button);
  await waitFor(() => expect(network.sent).toEqual([{ method: 'DELETE', path: '/api/v1/agents/language-endpoints/local', body: null }]));
});

test('what is typed is sent without the spaces around it', () => {
  expect(bodyOf({ ...BLANK, model: ' m ', key: '  ', inputPrice: ' 1.5 ', position: 'x' })).toMatchObject({ model: 'm', key: null, input_price: '1.5', position: 0 });
});
