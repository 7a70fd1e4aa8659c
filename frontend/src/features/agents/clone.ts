import { api, read } from '@/lib/api/client';
import type { Created } from './create';

export type CloneWish = { agentId: string; parameters: Record<string, unknown>; story: string; key: string };

/** Ask for an agent like another; `story` is the correlation id under which the events of its making arrive. */
export async function cloneAgent({ agentId, parameters, story, key }: CloneWish): Promise<Created> {
  const headers = { 'X-Correlation-Id': story, 'Idempotency-Key': key };
  const asked = { params: { path: { agent_id: agentId } }, body: { agentId, ...parameters }, headers };
  return (await read(api.POST('/api/v1/agents/{agent_id}/clone', asked))) as Created;
}
