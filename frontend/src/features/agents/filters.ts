'use client';

import { parseAsString, useQueryStates } from 'nuqs';

/** Which agents are looked at; what is undefined does not matter. */
export type FleetFilter = { status?: string; type?: string; farmId?: string; search?: string };

const READERS = { state: parseAsString, type: parseAsString, farm: parseAsString, name: parseAsString, cursor: parseAsString };

/** Whom one looks at, which is in the URL. Another filter begins at its first page. */
export function useFleetFilter() {
  const [{ state, type, farm, name, cursor }, set] = useQueryStates(READERS);
  const filter: FleetFilter = { status: state ?? undefined, type: type ?? undefined, farmId: farm ?? undefined, search: name?.trim() || undefined };
  return {
    filter,
    cursor: cursor ?? undefined,
    narrow: (to: Partial<Record<'state' | 'type' | 'farm' | 'name', string | null>>) => void set({ ...to, cursor: null }),
    turn: (to: string | null) => void set({ cursor: to }),
  };
}
