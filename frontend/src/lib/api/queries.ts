import { queryOptions } from '@tanstack/react-query';
import { api, read } from './client';
import { keys } from './keys';

/** Questions that several features ask. Values move with the market, of which no event tells. */
export const WITH_THE_MARKET = 5000;
export const DEFAULT_VENUE = 'sim';

export const fleetStatus = queryOptions({
  queryKey: [...keys.agents, 'status'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/agents/status', { signal })),
  refetchInterval: WITH_THE_MARKET,
});

export const venues = queryOptions({
  queryKey: keys.venues,
  queryFn: ({ signal }) => read(api.GET('/api/v1/market/venues', { signal })),
  staleTime: 60_000,
});

export const symbols = (venue: string) =>
  queryOptions({
    queryKey: keys.symbols(venue),
    queryFn: ({ signal }) => read(api.GET('/api/v1/market/symbols', { params: { query: { venue } }, signal })),
    staleTime: 300_000,
  });

/** Which strategies there are changes with a release, not by the hour. */
export const strategies = queryOptions({
  queryKey: keys.strategies,
  queryFn: ({ signal }) => read(api.GET('/api/v1/agents/strategies', { signal })),
  staleTime: 300_000,
});

/** The types of agents: the strategies, and those that a language model decides for. */
export const agentTypes = queryOptions({
  queryKey: keys.agentTypes,
  queryFn: ({ signal }) => read(api.GET('/api/v1/agents/types', { signal })),
  staleTime: 300_000,
});

/** What can be asked of a part of the platform, with the schema of each. */
export const commands = (category: string) =>
  queryOptions({
    queryKey: keys.commands(category),
    queryFn: ({ signal }) => read(api.GET('/api/v1/mcp/tools', { params: { query: { toolset: 'all', category } }, signal })),
    staleTime: 600_000,
  });

/** Every tool and command that one, or an agent that one sees, may call. */
export const myTools = (agentId: string | null = null) =>
  queryOptions({
    queryKey: keys.myTools(agentId),
    queryFn: ({ signal }) => read(api.GET('/api/v1/mcp/tools', { params: { query: { toolset: 'all', agentId: agentId ?? undefined } }, signal })),
    staleTime: 300_000,
  });

/** The farms to choose from; the newest two hundred. */
export const farmNames = queryOptions({
  queryKey: [...keys.farms, 'names'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/farms', { params: { query: { limit: 200 } }, signal })),
  staleTime: 60_000,
});

export const quote = (venue: string, symbol: string) =>
  queryOptions({
    queryKey: keys.quote(venue, symbol),
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/market/live-data/{symbol}', {
          params: { path: { symbol: symbol.replace('/', '-') }, query: { venue } },
          signal,
        }),
      ),
  });
