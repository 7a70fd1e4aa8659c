import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { WITH_THE_MARKET } from '@/lib/api/queries';

export const summary = queryOptions({
  queryKey: keys.summary(),
  queryFn: ({ signal }) => read(api.GET('/api/v1/portfolio/summary', { signal })),
  refetchInterval: WITH_THE_MARKET,
});
