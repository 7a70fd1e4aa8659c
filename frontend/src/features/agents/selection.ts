import type { FleetFilter } from './filters';

export type Chosen = { id: string; name: string; type: string };

/** Which agents something is to be done to: those that were marked one by one, or all that the filter finds. */
export type Selection = { isAll: false; agents: ReadonlyMap<string, Chosen> } | { isAll: true; count: number };

export const NOBODY: Selection = { isAll: false, agents: new Map() };

/** What the API takes in one request (`agentIds`). */
export const MOST_MARKED = 10_000;

export const isChosen = (selection: Selection, id: string): boolean => selection.isAll || selection.agents.has(id);

export const countOf = (selection: Selection): number => (selection.isAll ? selection.count : selection.agents.size);

/** Mark these agents, or no longer. From all that match one goes back to those that are marked. */
export function mark(selection: Selection, agents: readonly Chosen[], isMarked: boolean): Selection {
  const marked = new Map(selection.isAll ? [] : selection.agents);
  for (const { id, name, type } of agents) {
    if (isMarked) marked.set(id, { id, name, type });
    else marked.delete(id);
  }
  return { isAll: false, agents: marked };
}

/** Of a page: whether all, some or none of it is marked. */
export function markOf(selection: Selection, page: readonly { id: string }[]): 'all' | 'some' | 'none' {
  const marked = page.filter(({ id }) => isChosen(selection, id)).length;
  if (!marked) return 'none';
  return marked === page.length ? 'all' : 'some';
}

/** The one type that all of them have; null where there are several, or nobody can tell. */
export function typeOf(selection: Selection, { type }: FleetFilter): string | null {
  if (selection.isAll) return type ?? null;
  const types = new Set([...selection.agents.values()].map((each) => each.type));
  return types.size === 1 ? [...types][0]! : null;
}

/** Whom the API is told to change. */
export const wantedBy = (selection: Selection, filter: FleetFilter): FleetFilter | { agentIds: string[] } =>
  selection.isAll ? filter : { agentIds: [...selection.agents.keys()] };
