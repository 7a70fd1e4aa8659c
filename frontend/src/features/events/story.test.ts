import { expect, test } from 'vitest';
import type { Chapter } from '@/lib/api/types';
import { after, causesOf, kindOf } from './story';

const chapter = (kind: string, id: string, causationId: string | null = null): Chapter => ({
  kind,
  id,
  at: '',
  title: kind,
  outcome: '',
  actorId: null,
  agentId: null,
  causationId,
  seq: null,
  details: {},
});

test('a chapter names what caused it where that is told, too', () => {
  const call = chapter('call', 'c');
  const story = [call, chapter('order', 'o', 'c'), chapter('fill', 'f', 'o'), chapter('event', 'e', 'elsewhere')];
  expect([...causesOf(story)].map(([id, cause]) => [id, cause.id])).toEqual([
    ['o', 'c'],
    ['f', 'o'],
  ]);
});

test('times are told from the beginning', () => {
  const [began, later] = ['00.000', '01.250'].map((seconds) => new Date(`${new Date(0).toISOString().slice(0, 17)}${seconds}Z`).toISOString());
  expect(after(began!, later!)).toBe(1250);
  expect(kindOf(chapter('audit', 'a'))).toBe('audit entry');
});
