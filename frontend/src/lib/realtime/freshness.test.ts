import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket as Socket } from 'ws';
import { LogServer } from '../../../test/log-server';
import { keys } from '@/lib/api/keys';
import { RealtimeClient } from './client';
import { keepFresh } from './freshness';

let server: LogServer;

beforeEach(async () => {
  server = await new LogServer().listening();
  vi.stubGlobal('WebSocket', Socket);
});

afterEach(() => {
  vi.unstubAllGlobals();
  server.close();
});

test('a burst of fills asks for the positions soon and for the curve seldom, each once', async () => {
  const client = new RealtimeClient(() => server.url, ['portfolio.*']);
  const cache = new QueryClient();
  const asked: unknown[] = [];
  vi.spyOn(cache, 'invalidateQueries').mockImplementation((filters) => Promise.resolve(void asked.push(filters?.queryKey?.[0])));
  const stop = keepFresh(client, cache);
  client.connect();
  await vi.waitFor(() => expect(client.getSnapshot().status).toBe('open'));
  await vi.waitFor(() => expect(server.said.some(({ type }) => type === 'subscribe')).toBe(true));
  for (let turn = 0; turn < 3; turn += 1) server.append('portfolio.update', { accounts: [], marketTime: '2026-01-01T00:00:00Z', source: 'paper' });
  await vi.waitFor(() => expect(asked).toContain('portfolio'), { timeout: 3000 });
  expect(asked).not.toContain('equity');
  await vi.waitFor(() => expect(asked.filter((key) => key === 'equity')).toHaveLength(1), { timeout: 8000 });
  expect(asked.filter((key) => key === 'portfolio')).toHaveLength(1);
  stop();
  client.disconnect();
}, 15_000);

test('how far a backtest has come is written at once; one that nobody has heard of is asked for', async () => {
  const client = new RealtimeClient(() => server.url, ['backtest.*']);
  const cache = new QueryClient();
  const run = { id: 'b1', status: 'queued', progress: 0, finishedAt: null };
  const ended = { ...run, id: 'b2', status: 'cancelled', finishedAt: '2026-11-25T12:00:00Z' };
  cache.setQueryData(keys.backtestList, { pages: [{ results: [run, ended] }], pageParams: [undefined] });
  cache.setQueryData(keys.backtest('b1'), run);
  const asked = vi.spyOn(cache, 'invalidateQueries');
  const stop = keepFresh(client, cache);
  client.connect();
  await vi.waitFor(() => expect(server.said.some(({ type }) => type === 'subscribe')).toBe(true));
  asked.mockClear();
  for (const [backtestId, progress] of [['b1', 0.4], ['b2', 0.9]]) server.append('backtest.progress', { backtestId, progress });
  await vi.waitFor(() => expect(cache.getQueryData(keys.backtest('b1'))).toMatchObject({ status: 'running', progress: 0.4 }));
  expect(asked).not.toHaveBeenCalledWith({ queryKey: keys.backtestList });
  server.append('backtest.progress', { backtestId: 'b3', progress: 0.1 });
  await vi.waitFor(() => expect(asked).toHaveBeenCalledWith({ queryKey: keys.backtestList }));
  expect(cache.getQueryData(keys.backtestList)).toMatchObject({ pages: [{ results: [{ status: 'running', progress: 0.4 }, { status: 'cancelled' }] }] });
  stop();
  client.disconnect();
});
