'use client';

import type { ReactNode } from 'react';
import { Button, Skeleton, Stack } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX, type Icon } from '@tabler/icons-react';
import { Problem } from '@/lib/api/problem';
import classes from './States.module.css';

type EmptyProps = { title: string; children?: ReactNode; action?: ReactNode; icon?: Icon };

/** What a part of a page shows when there is nothing: what it would show, and how to get there. */
export function Empty({ title, children, action, icon: Symbol }: EmptyProps) {
  return (
    <div className={classes.state}>
      {Symbol && <Symbol size={26} stroke={1.4} className={classes.icon} aria-hidden />}
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action}
    </div>
  );
}

/** Why there is nothing to show, what the log calls it, and a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = Problem.of(error);
  const Symbol = problem.isPassing ? IconPlugConnectedX : IconAlertTriangle;
  return (
    <div className={classes.state} role="alert">
      <Symbol size={26} stroke={1.4} className={classes.bad} aria-hidden />
      <p className={classes.title}>{problem.title}</p>
      <div className={classes.text}>{problem.message}</div>
      {problem.correlationId && <div className={classes.reference}>Reference {problem.correlationId.slice(0, 8)}</div>}
      {retry && (
        <Button variant="default" size="xs" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

export function Loading({ rows = 4, height = 20 }: { rows?: number; height?: number }) {
  return (
    <Stack gap={14} p="md" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}
