import { api, read } from '@/lib/api/client';
import type { Interval } from '@/lib/api/types';

export type Wanted = {
  name: string;
  type: string;
  initialCapital: string;
  venue: string;
  symbols: string[];
  interval: Interval;
  enableDeFi: boolean;
  enableMCP: boolean;
  parameters: Record<string, unknown>;
};

export type Created = { id: string } | { executionId: string };

/** Ask for an agent; `story` is the correlation id under which the events of its making arrive. */
export async function createAgent({ wanted, story, key }: { wanted: Wanted; story: string; key: string }): Promise<Created> {
  const headers = { 'X-Correlation-Id': story, 'Idempotency-Key': key };
  return (await read(api.POST('/api/v1/agents/create-complete', { body: wanted, headers }))) as Created;
}
