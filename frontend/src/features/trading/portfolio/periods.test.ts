import { expect, test } from 'vitest';
import { formatLength, sinceOf } from './periods';

test('a period begins so many days ago, and all of it nowhere', () => {
  const now = Date.parse('2026-11-25T12:00:00Z');
  expect(sinceOf('7d', now)).toBe('2026-11-18T12:00:00.000Z');
  expect(sinceOf('all', now)).toBeUndefined();
});

test.each([
  [12, '12 s'],
  [300, '5 min'],
  [7260, '2 h 1 min'],
  [183_600, '2 d 3 h'],
])('%i seconds are %s', (seconds, text) => {
  expect(formatLength(seconds)).toBe(text);
});
