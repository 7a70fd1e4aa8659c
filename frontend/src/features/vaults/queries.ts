import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const vaultOf = (agentId: string) =>
  queryOptions({
    queryKey: keys.vault(agentId),
    queryFn: ({ signal }) => read(api.GET('/api/v1/agents/{agent_id}/vault', { params: { path: { agent_id: agentId } }, signal })),
  });

export const vaultLedger = (vaultId: string) =>
  queryOptions({
    queryKey: [...keys.vaults, 'ledger', vaultId],
    queryFn: ({ signal }) => read(api.GET('/api/v1/vaults/{vault_id}/ledger', { params: { path: { vault_id: vaultId } }, signal })),
  });

export type Movement = { vaultId: string; way: 'deposit' | 'withdraw'; amount: string; asset: string; key: string };

export function moveMoney({ vaultId, way, amount, asset, key }: Movement) {
  const options = { params: { path: { vault_id: vaultId } }, body: { vaultId, amount, asset }, headers: { 'Idempotency-Key': key } };
  return way === 'deposit'
    ? read(api.POST('/api/v1/vaults/{vault_id}/deposit', options))
    : read(api.POST('/api/v1/vaults/{vault_id}/withdraw', options));
}
