'use client';

import { useState, type ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Tooltip } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { Problem } from '@/lib/api/problem';
import { formatClock } from '@/lib/format';
import { Failure, Loading } from './States';
import classes from './Answer.module.css';

type Props<T> = {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  loading?: ReactNode;
  failed?: (problem: Problem) => ReactNode | undefined;
};

/** What became of a question to the API: still asked, refused, answered, or answered before and not any more. */
export function Answer<T>({ query, children, loading, failed }: Props<T>) {
  const { data, refetch, dataUpdatedAt, isSuccess } = query;
  const error = useLastError(query.error, isSuccess);
  if (data !== undefined) {
    return (
      <>
        {error && <Stale since={dataUpdatedAt} reason={Problem.of(error).message} />}
        {children(data)}
      </>
    );
  }
  if (error) return failed?.(Problem.of(error)) ?? <Failure error={error} retry={() => void refetch()} />;
  return loading ?? <Loading />;
}

/** A question that failed is asked again without its error; the error stays in sight until there is an answer. */
function useLastError(error: Error | null, isSuccess: boolean): Error | null {
  const [last, keep] = useState(error);
  const shown = error ?? (isSuccess ? null : last);
  if (shown !== last) keep(shown);
  return shown;
}

function Stale({ since, reason }: { since: number; reason: string }) {
  return (
    <Tooltip label={reason}>
      <div className={classes.stale} role="status">
        <IconCloudOff size={14} aria-hidden />
        Not updated since {formatClock(since)}. Trying again.
      </div>
    </Tooltip>
  );
}
