import { describe, expect, it } from 'vitest';
import type { Todo } from '@/lib/api/types';
import { inOrder, isOverdue, standing } from './order';

const todo = (id: string, facts: Partial<Todo> = {}): Todo => ({ id, parentId: null, status: 'pending', blockedBy: [], dueAt: null, ...facts }) as Todo;

describe('a to-do list', () => {
  it('shows parts below what they belong to, as they were written', () => {
    const listed = [todo('a'), todo('b'), todo('a1', { parentId: 'a' }), todo('a11', { parentId: 'a1' }), todo('a2', { parentId: 'a' })];
    expect(inOrder(listed).map(({ id }) => id)).toEqual(['a', 'a1', 'a11', 'a2', 'b']);
  });

  it('keeps a part whose whole is on another page', () => {
    expect(inOrder([todo('part', { parentId: 'elsewhere' })])).toHaveLength(1);
  });

  it('calls what waits for others blocked, until it is closed', () => {
    expect(standing(todo('a', { blockedBy: ['b'] }))).toBe('blocked');
    expect(standing(todo('a', { blockedBy: ['b'], status: 'cancelled' }))).toBe('cancelled');
  });

  it('is overdue only while it is open', () => {
    const dueAt = new Date(1000).toISOString();
    expect(isOverdue(todo('a', { dueAt }), 2000)).toBe(true);
    expect(isOverdue(todo('a', { dueAt, status: 'done' }), 2000)).toBe(false);
  });
});
