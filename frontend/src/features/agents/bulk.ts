import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Execution, Saga } from '@/lib/api/types';
import type { FleetFilter } from './filters';

type Whom = FleetFilter | { agentIds: string[] };
type Begun = { executionId: string };

/** Answered at once, with the call that is followed from then on. */
const AT_ONCE = { headers: { Prefer: 'respond-async' } };

export type Move = 'start' | 'pause' | 'resume' | 'stop';
export type Order =
  | { kind: Move; reason: string }
  | { kind: 'configure'; type: string; parameters: Record<string, unknown> }
  | { kind: 'archive'; closePositions: boolean };

/** Have something done to many agents. */
export async function changeAgents({ whom, order }: { whom: Whom; order: Order }): Promise<Begun> {
  return (await read<unknown>(send(whom as Record<string, never>, order))) as Begun;
}

function send(whom: Record<string, never>, order: Order): Promise<{ data?: unknown }> {
  switch (order.kind) {
    case 'configure':
      return api.POST('/api/v1/agents/change/configure', { body: { ...whom, type: order.type, parameters: order.parameters }, ...AT_ONCE });
    case 'archive':
      return api.POST('/api/v1/agents/change/archive', { body: { ...whom, closePositions: order.closePositions }, ...AT_ONCE });
    default:
      return api.POST('/api/v1/agents/change', { body: { ...whom, action: order.kind, reason: order.reason }, ...AT_ONCE });
  }
}

const LOOK_EVERY = 1000;

/** The call of a change of many; it is looked at until it has ended. */
export const changeCall = (id: string) =>
  queryOptions({
    queryKey: [...keys.executions, 'one', id],
    queryFn: ({ signal }) => read(api.GET('/api/v1/mcp/executions/{execution_id}', { params: { path: { execution_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.finishedAt || state.error ? false : LOOK_EVERY),
  });

/** The operation behind it, which can be called off. */
export const changeSaga = (id: string | null) =>
  queryOptions({
    queryKey: [...keys.sagas, 'one', id],
    queryFn: ({ signal }) => read(api.GET('/api/v1/system/sagas/{saga_id}', { params: { path: { saga_id: id! } }, signal })),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.finishedAt || state.error ? false : LOOK_EVERY),
  });

export const callOff = (sagaId: string) =>
  read(api.POST('/api/v1/system/sagas/{saga_id}/cancel', { params: { path: { saga_id: sagaId } }, body: { sagaId, reason: 'Called off in the console.' } }));

/** As the command answers it: what calls result in is passed on as it was written. */
export type RefusedAgent = { agent_id: string; name: string; code: string; reason: string };
export type Changed = { action: string; done: number; left: number; refused: RefusedAgent[] };

/** What came of it: its result, or how far it came where it was called off or broke; null where nobody says. */
export function changedBy({ result, details }: Pick<Execution, 'result' | 'details'>): Changed | null {
  const told = (result ?? details) as Partial<Changed> | null;
  return told && typeof told.done === 'number' && Array.isArray(told.refused) ? (told as Changed) : null;
}

/** What the operation does now, in its own words. */
export const waitingFor = (saga: Saga | undefined): string => saga?.steps.find(({ status }) => status === 'WAITING')?.waitsFor ?? '';
