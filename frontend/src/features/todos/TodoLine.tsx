'use client';

import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { Todo } from '@/lib/api/types';
import { useNow } from '@/lib/clock';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused } from '@/lib/toasts';
import { isClosed, isOverdue, standing } from './order';
import { completeTodo, moveTodo } from './queries';
import classes from './todos.module.css';

type Props = { todo: Todo; titles: Map<string, string> };

/** One to-do: how it stands, what it waits for, and what can be done with it. */
export function TodoLine({ todo, titles }: Props) {
  const may = useMay('trade');
  const isWhole = todo.progress > 0 && !isClosed(todo);
  return (
    <li data-row={todo.id} className={classes.todo} style={{ paddingLeft: 16 + (todo.level - 1) * 24 }} data-closed={isClosed(todo) || undefined}>
      <span className={classes.position} data-figure="position" data-value={todo.position}>{todo.position}</span>
      <div className={classes.words}>
        <span className={classes.title}>{todo.title}</span>
        <Details todo={todo} titles={titles} />
        {isWhole && <Progress value={todo.progress} size="xs" mt={6} aria-label={`${todo.title}: ${todo.progress} % done`} />}
      </div>
      <Status value={standing(todo)} />
      {may && <Steps todo={todo} />}
    </li>
  );
}

function Details({ todo, titles }: Props) {
  const now = useNow();
  const waits = isClosed(todo) ? [] : todo.blockedBy.map((id) => titles.get(id) ?? 'another to-do');
  return (
    <>
      {todo.description && <p className={classes.detail}>{todo.description}</p>}
      {todo.result && <p className={classes.detail}>Came of it: {todo.result}</p>}
      <p className={classes.detail}>
        {todo.priority !== 'normal' && `${humanise(todo.priority)} priority. `}
        {waits.length > 0 && `First: ${waits.join('; ')}. `}
        {todo.dueAt && !isClosed(todo) && (
          <>
            {isOverdue(todo, now) ? 'Overdue since ' : 'Due '}
            <Age at={todo.dueAt} as="moment" />.
          </>
        )}
      </p>
    </>
  );
}

function Steps({ todo }: { todo: Todo }) {
  const cache = useQueryClient();
  const moving = useMutation({
    mutationFn: (send: () => Promise<unknown>) => send(),
    onError: (error) => refused('The to-do stays as it was', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.todos(todo.agentId) }),
  });
  const at = { agentId: todo.agentId, id: todo.id };
  const step = (label: string, send: () => Promise<unknown>) => (
    <Button variant="default" size="compact-xs" loading={moving.isPending} aria-label={`${label}: ${todo.title}`} onClick={() => moving.mutate(send)}>
      {label}
    </Button>
  );
  if (isClosed(todo)) return <div className={classes.steps}>{step('Take up again', () => moveTodo({ ...at, status: 'pending' }))}</div>;
  return (
    <div className={classes.steps}>
      {todo.status === 'pending' && !todo.blockedBy.length && step('Begin', () => moveTodo({ ...at, status: 'in_progress' }))}
      {!todo.blockedBy.length && step('Done', () => completeTodo({ ...at, result: '' }))}
      {step('Cancel', () => moveTodo({ ...at, status: 'cancelled' }))}
    </div>
  );
}
