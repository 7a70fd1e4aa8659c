'use client';

import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { pendingCount } from './queries';

/** How many calls wait for a person, beside the name of their page. */
export function PendingCount() {
  const { data } = useQuery(pendingCount);
  if (!data?.count) return null;
  return (
    <Badge size="xs" color="orange" variant="filled" autoContrast aria-label={`${data.count} waiting`} data-count={data.count}>
      {data.count}
      {!data.countIsExact && '+'}
    </Badge>
  );
}
