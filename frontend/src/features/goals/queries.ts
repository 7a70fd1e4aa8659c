import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/** What an agent or a farm is to reach. They are judged every minute; events tell of milestones only. */
export const goals = (actorId: string) =>
  queryOptions({
    queryKey: keys.goals(actorId),
    queryFn: ({ signal }) => read(api.GET('/api/v1/goals', { params: { query: { actorId } }, signal })),
    refetchInterval: 30_000,
  });

export type GoalType = 'profit' | 'value' | 'trades' | 'win_rate' | 'sharpe' | 'drawdown';
export type Wish = { type: GoalType; target: string; title: string; deadline: string | null; collectProfit: boolean };

export type Reaching = { actorId: string; kind: 'agent' | 'farm' };

export function createGoal({ actorId, kind, ...body }: Wish & Reaching) {
  if (kind === 'farm') return read(api.POST('/api/v1/farms/{farm_id}/goals', { params: { path: { farm_id: actorId } }, body }));
  return read(api.POST('/api/v1/agents/{agent_id}/goals', { params: { path: { agent_id: actorId } }, body }));
}

export const cancelGoal = ({ id }: { id: string }) => read(api.DELETE('/api/v1/goals/{goal_id}', { params: { path: { goal_id: id } } }));
