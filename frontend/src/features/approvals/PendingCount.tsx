'use client';

import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { pendingCount } from './queries';

/** How many calls wait for a person, and how much `more` that stands on the same page, beside its name. */
export function PendingCount({ more = 0 }: { more?: number }) {
  const { data: calls } = useQuery(pendingCount);
  const waiting = (calls?.count ?? 0) + more;
  if (!waiting) return null;
  return (
    <Badge size="xs" color="orange" variant="filled" autoContrast aria-label={`${waiting} waiting`} data-count={waiting}>
      {waiting}
      {calls?.countIsExact === false && '+'}
    </Badge>
  );
}
