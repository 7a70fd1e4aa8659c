import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { WITH_THE_MARKET } from '@/lib/api/queries';

export const watchlists = queryOptions({
  queryKey: keys.watchlists,
  queryFn: ({ signal }) => read(api.GET('/api/v1/trading/watchlists', { signal })),
  refetchInterval: WITH_THE_MARKET,
});

export const priceAlerts = queryOptions({
  queryKey: keys.priceAlerts,
  queryFn: ({ signal }) => read(api.GET('/api/v1/trading/price-alerts', { params: { query: { limit: '50' } }, signal })),
});

export type Change = { name?: string; add?: string[]; remove?: string[]; symbols?: string[]; venue?: string };

export const createWatchlist = ({ name }: { name: string }) => read(api.POST('/api/v1/trading/watchlists', { body: { name } }));

export const changeWatchlist = ({ id, ...body }: Change & { id: string }) =>
  read(api.PATCH('/api/v1/trading/watchlists/{watchlist_id}', { params: { path: { watchlist_id: id } }, body }));

export const deleteWatchlist = ({ id }: { id: string }) =>
  read(api.DELETE('/api/v1/trading/watchlists/{watchlist_id}', { params: { path: { watchlist_id: id } } }));

type NewAlert = NonNullable<Parameters<typeof api.POST<'/api/v1/trading/price-alerts', never>>[1]>;

/** What stands in the form is what the tool's schema says; the platform checks it again. */
export const createPriceAlert = (parameters: Record<string, unknown>) =>
  read(api.POST('/api/v1/trading/price-alerts', { body: parameters } as unknown as NewAlert));

export const cancelPriceAlert = ({ id }: { id: string }) =>
  read(api.DELETE('/api/v1/trading/price-alerts/{alert_id}', { params: { path: { alert_id: id } } }));
