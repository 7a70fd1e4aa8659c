'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useMutation } from '@tanstack/react-query';
import { refused } from '@/lib/toasts';
import { changeAgents } from './bulk';

/** What is being done to many agents; it is in the URL, so that a reload goes on following it. */
export function useBulk() {
  const [running, follow] = useQueryState('change', parseAsString);
  const beginning = useMutation({
    mutationFn: changeAgents,
    onSuccess: ({ executionId }) => void follow(executionId),
    onError: (error) => refused('Nothing was changed', error),
  });
  return { running, begin: beginning.mutateAsync, isBeginning: beginning.isPending, dismiss: () => void follow(null) };
}
