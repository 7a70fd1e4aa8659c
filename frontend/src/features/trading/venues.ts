'use client';

import { useQuery } from '@tanstack/react-query';
import { DEFAULT_VENUE, venues } from '@/lib/api/queries';

/** The names of the markets there are; the default one while they are not known. */
export function useVenues(): string[] {
  const { data } = useQuery(venues);
  return data?.venues.map(({ id }) => id) ?? [DEFAULT_VENUE];
}
