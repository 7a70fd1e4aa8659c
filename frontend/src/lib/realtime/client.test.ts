import { WebSocket as Socket } from 'ws';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogServer } from '../../../test/log-server';
import { delayBefore } from './backoff';
import { RealtimeClient } from './client';
import { matches } from './patterns';

let server: LogServer;
let client: RealtimeClient;
let heard: string[];

beforeEach(async () => {
  server = await new LogServer().listening();
  client = new RealtimeClient(() => server.url, ['agent.*', 'trade.*'], (url) => new Socket(url) as unknown as WebSocket);
  heard = [];
  client.subscribe('*', (event) => heard.push(event.id));
});

afterEach(() => {
  client.disconnect();
  server.close();
});

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 5000, interval: 10 });
const connected = async () => {
  client.connect();
  await until(() => server.said.some(({ type }) => type === 'subscribe'));
};

test('events arrive where their pattern is followed', async () => {
  const decisions: string[] = [];
  client.subscribe('agent.decision', ({ payload }) => decisions.push(payload.sentence));
  await connected();
  server.append('agent.decision', { sentence: 'Stayed out.' });
  server.append('vault.update', {});
  server.append('trade.order_filled', {});
  await until(() => heard.length === 2);
  expect(heard).toEqual(['agent.decision-1', 'trade.order_filled-3']);
  expect(decisions).toEqual(['Stayed out.']);
});

test('after a cut, what was missed arrives once and in order', async () => {
  await connected();
  server.append('agent.status', {});
  await until(() => heard.length === 1);
  server.cut();
  await until(() => client.getSnapshot().status === 'reconnecting');
  server.append('agent.status', {});
  server.append('trade.order_placed', {});
  await until(() => heard.length === 3);
  server.append('trade.order_filled', {});
  await until(() => heard.length === 4);
  expect(heard).toEqual(['agent.status-1', 'agent.status-2', 'trade.order_placed-3', 'trade.order_filled-4']);
  expect(server.said.filter(({ type }) => type === 'subscribe').at(-1)?.payload.since).toBe('1');
});

test('a cut before the first event loses nothing either', async () => {
  await connected();
  await until(() => client.getSnapshot().status === 'open');
  server.cut();
  await until(() => client.getSnapshot().status === 'reconnecting');
  server.append('agent.create', {});
  await until(() => heard.length === 1);
  expect(heard).toEqual(['agent.create-1']);
});

test('a log that no longer holds what was missed says so, and goes on from its end', async () => {
  let resets = 0;
  client.onReset(() => (resets += 1));
  await connected();
  server.append('agent.status', {});
  await until(() => heard.length === 1);
  const before = resets;
  server.cut();
  await until(() => client.getSnapshot().status === 'reconnecting');
  server.append('agent.status', {});
  server.append('agent.status', {});
  server.forget();
  await until(() => resets === before + 1);
  server.append('agent.status', {});
  await until(() => heard.length === 2);
  expect(heard).toEqual(['agent.status-1', 'agent.status-4']);
});

test('a socket that is refused is not tried again by itself', async () => {
  await connected();
  server.cut(4401);
  await until(() => client.getSnapshot().status === 'refused');
  const tries = server.said.length;
  await new Promise((done) => setTimeout(done, 1200));
  expect(server.said.length).toBe(tries);
});

test('the market is followed for the symbols that are looked at', async () => {
  await connected();
  const stop = client.followSymbol('BTC/USD');
  client.followSymbol('ETH/USD');
  await until(() => server.said.some(({ payload }) => JSON.stringify(payload.filters)?.includes('ETH/USD')));
  stop();
  await until(() => JSON.stringify(server.said.at(-1)?.payload.filters) === '{"symbol":["ETH/USD"]}');
});

test('waits double up to a bound, and are spread', () => {
  expect([1, 2, 3, 9].map((attempt) => delayBefore(attempt, 1))).toEqual([500, 1000, 2000, 15_000]);
  expect(delayBefore(1, 0)).toBe(250);
});

test.each([
  ['agent.*', 'agent.status', true],
  ['agent.*', 'agents.status', false],
  ['agent.status', 'agent.status', true],
  ['*', 'vault.update', true],
  ['trade.*', 'agent.status', false],
])('%s covers %s: %s', (pattern, type, covered) => {
  expect(matches(pattern, type)).toBe(covered);
});
