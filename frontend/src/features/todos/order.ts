import type { Todo } from '@/lib/api/types';

const CLOSED = new Set(['done', 'cancelled']);

export const isClosed = ({ status }: Todo): boolean => CLOSED.has(status);

/** How a to-do stands, for people: one that waits for others is blocked. */
export const standing = (todo: Todo): string => (todo.blockedBy.length && !isClosed(todo) ? 'blocked' : todo.status);

/** Each to-do with its parts right below it, as they were written; what belongs to none that is listed stands alone. */
export function inOrder(todos: Todo[]): Todo[] {
  const listed = new Set(todos.map(({ id }) => id));
  const wholeOf = ({ parentId }: Todo) => (parentId && listed.has(parentId) ? parentId : null);
  const below = (whole: string | null): Todo[] => todos.filter((each) => wholeOf(each) === whole).flatMap((each) => [each, ...below(each.id)]);
  return below(null);
}

/** Whether a to-do should have been done by now. */
export const isOverdue = (todo: Todo, now: number): boolean => !isClosed(todo) && todo.dueAt !== null && new Date(todo.dueAt).getTime() < now;
