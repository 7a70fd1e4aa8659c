'use client';

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import type { Backtest } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { refused } from '@/lib/toasts';
import { cancelBacktest } from './queries';

/** Calls off what waits or runs. */
export function Cancel({ run }: { run: Pick<Backtest, 'id'> }) {
  const cache = useQueryClient();
  const cancelling = useMutation({
    mutationFn: cancelBacktest,
    onError: (error) => refused('The backtest was not cancelled', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.backtests }),
  });
  if (!useMay('trade')) return null;
  return (
    <Button variant="default" size="compact-xs" loading={cancelling.isPending} onClick={() => cancelling.mutate({ id: run.id })}>
      Cancel
    </Button>
  );
}
