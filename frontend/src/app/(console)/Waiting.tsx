'use client';

import { useQuery } from '@tanstack/react-query';
import { PendingCount } from '@/features/approvals/PendingCount';
import { questions } from '@/features/questions/queries';

/** How much waits for a person: calls to approve and questions to answer. */
export function Waiting() {
  const { data } = useQuery(questions('OPEN'));
  return <PendingCount more={data?.count ?? 0} />;
}
