import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

const ON_A_PAGE = 100;

export const farmPage = (cursor: string | undefined) =>
  queryOptions({
    queryKey: keys.farmList(cursor),
    queryFn: ({ signal }) => read(api.GET('/api/v1/farms', { params: { query: { cursor, limit: ON_A_PAGE } }, signal })),
  });

export const farm = (id: string) =>
  queryOptions({
    queryKey: keys.farm(id),
    queryFn: ({ signal }) => read(api.GET('/api/v1/farms/{farm_id}', { params: { path: { farm_id: id } }, signal })),
  });

export const farmAgents = (id: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: keys.farmAgents(id, cursor),
    queryFn: ({ signal }) => read(api.GET('/api/v1/farms/{farm_id}/agents', { params: { path: { farm_id: id }, query: { cursor, limit: ON_A_PAGE } }, signal })),
  });

/** Whom one may bring into a farm: agents with these words in their name. */
export const candidates = (search: string) =>
  queryOptions({
    queryKey: keys.agentPage({ search, for: 'farms' }),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents', { params: { query: { search: search || undefined, limit: 20 } }, signal })),
  });

export const createFarm = (body: { name: string; description: string }) => read(api.POST('/api/v1/farms/create', { body }));

export const addAgent = ({ farmId, agentId }: { farmId: string; agentId: string }) =>
  read(api.POST('/api/v1/farms/{farm_id}/add-agent', { params: { path: { farm_id: farmId } }, body: { farmId, agentId } }));
