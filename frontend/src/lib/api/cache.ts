import { QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { Problem } from './problem';

const TRIES = 2;

/** The cache of what the API answered. Events keep it fresh; a refusal for want of a session ends all of it. */
export function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        const isMe = query.queryKey[0] === keys.me[0];
        if (Problem.of(error).status === 401 && !isMe) void client.invalidateQueries({ queryKey: keys.me });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: 'always',
        refetchOnWindowFocus: true,
        retry: (failures, error) => Problem.of(error).isPassing && failures < TRIES,
        retryDelay: (attempt) => Math.min(4000, 500 * 2 ** attempt),
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}
