import type { ReactNode } from 'react';
import { act, renderHook } from '@testing-library/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { WebSocket as Socket } from 'ws';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogServer } from '../../../test/log-server';
import { keys } from '@/lib/api/keys';
import { useAGUIWebSocket } from './hooks';
import { RealtimeProvider } from './provider';

let server: LogServer;
const cache = new QueryClient();
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={cache}>
    <RealtimeProvider>{children}</RealtimeProvider>
  </QueryClientProvider>
);

beforeEach(async () => {
  server = await new LogServer().listening();
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('location', new URL(server.url.replace('ws:', 'http:')));
});

afterEach(() => {
  vi.unstubAllGlobals();
  server.close();
});

test('the hook connects, hears, speaks, and subscribes with types', async () => {
  const { result, unmount } = renderHook(useAGUIWebSocket, { wrapper });
  await vi.waitFor(() => expect(result.current.isConnected).toBe(true));
  const statuses: string[] = [];
  act(() => void result.current.subscribe('agent.status', ({ payload }) => statuses.push(payload.status)));
  await vi.waitFor(() => expect(server.said.some(({ type }) => type === 'subscribe')).toBe(true));
  act(() => server.append('agent.status', { agentId: 'a', status: 'paused', previous: 'running' }));
  await vi.waitFor(() => expect(result.current.lastMessage?.type).toBe('agent.status'));
  expect(statuses).toEqual(['paused']);
  const id = result.current.sendMessage('mcp.execute', { toolId: 'get_market_data' });
  await vi.waitFor(() => expect(server.said.at(-1)).toMatchObject({ id, type: 'mcp.execute', payload: { toolId: 'get_market_data' } }));
  unmount();
});

test('an event writes what it says into the cache, at once', async () => {
  cache.setQueryData(keys.agent('a'), { id: 'a', status: 'running' });
  const { result, unmount } = renderHook(useAGUIWebSocket, { wrapper });
  await vi.waitFor(() => expect(server.said.some(({ type }) => type === 'subscribe')).toBe(true));
  act(() => server.append('agent.status', { agentId: 'a', status: 'paused', previous: 'running' }));
  await vi.waitFor(() => expect(result.current.lastMessage?.type).toBe('agent.status'));
  expect(cache.getQueryData(keys.agent('a'))).toMatchObject({ status: 'paused' });
  unmount();
});
