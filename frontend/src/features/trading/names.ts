'use client';

import { useQuery } from '@tanstack/react-query';
import { fleetStatus } from '@/lib/api/queries';
import { shorten } from '@/lib/format';

export type Names = (agentId: string) => string;

/** What agents are called, by id; an id that the status does not name stays an id. */
export function useAgentNames(): Names {
  const { data } = useQuery(fleetStatus);
  const names = new Map(data?.agents.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? shorten(id);
}
