'use client';

import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Age } from '@/components/numbers/Age';
import { Provenance } from '@/components/numbers/Provenance';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { Goal } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { formatPercent } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused } from '@/lib/toasts';
import { cancelGoal } from './queries';
import { describe, sayCollection, sayFigure } from './words';
import classes from './goals.module.css';

/** One goal: where it stands, how fast it comes nearer, and when it would be reached. */
export function GoalCard({ goal }: { goal: Goal }) {
  const title = goal.title || describe(goal);
  const collection = sayCollection(goal);
  return (
    <li className={classes.goal} data-goal={goal.id} data-status={goal.status}>
      <div className={classes.head}>
        <strong className={classes.title}>{title}</strong>
        <Status value={goal.status} />
        {goal.status === 'active' && <Cancel id={goal.id} title={title} />}
      </div>
      {goal.title && <p className={classes.detail}>{describe(goal)}</p>}
      {goal.progress !== null && <Progress value={approximately(goal.progress)} size="sm" aria-label={`${title}: ${formatPercent(goal.progress, { signed: false })}`} />}
      <p className={classes.detail}>
        {goal.current === null ? goal.missing || 'Judged within the minute.' : `${sayFigure(goal.unit, goal.current)} of ${sayFigure(goal.unit, goal.target)}.`}
        {goal.velocity !== null && ` ${sayFigure(goal.unit, goal.velocity)} a day.`}
        {goal.deadline && (
          <>
            {' '}
            By <Age at={goal.deadline} as="moment" />.
          </>
        )}
        {goal.estimatedAt && goal.status === 'active' && (
          <>
            {' '}
            At this pace reached <Age at={goal.estimatedAt} as="moment" />.
          </>
        )}
      </p>
      {collection && <p className={classes.detail}>{collection}</p>}
      <div className={classes.foot}>
        {goal.milestones.length > 0 && <span>Passed {goal.milestones.map(({ percent }) => `${percent} %`).join(', ')}</span>}
        <Provenance source={goal.source} asOf={goal.asOf} staleAfter={goal.status === 'active' ? 180 : Infinity} />
      </div>
    </li>
  );
}

function Cancel({ id, title }: { id: string; title: string }) {
  const cache = useQueryClient();
  const may = useMay('trade');
  const cancelling = useMutation({
    mutationFn: cancelGoal,
    onError: (error) => refused('The goal stays', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.allGoals }),
  });
  if (!may) return null;
  return (
    <Button variant="default" size="compact-xs" loading={cancelling.isPending} aria-label={`Give up: ${title}`} onClick={() => cancelling.mutate({ id })}>
      Give up
    </Button>
  );
}
