import { describe, expect, test } from 'vitest';
import { describeHours, holds, nextDecision, type Hours } from './hours';

const OFFICE: Hours = { days: [0, 1, 2, 3, 4], begins: '08:00:00', ends: '17:00:00' };
const NIGHT: Hours = { days: [4], begins: '22:00:00', ends: '04:00:00' };

const at = (moment: string) => Date.parse(moment);
const next = (hours: Hours | null, interval: '1m' | '1h' | '1d', moment: string) => {
  const found = nextDecision(hours, interval, at(moment));
  return found === null ? null : new Date(found).toISOString().slice(0, 16);
};

describe('the hours of an agent', () => {
  test.each([
    ['2026-11-25T08:00:00Z', true],
    ['2026-11-25T16:59:59Z', true],
    ['2026-11-25T17:00:00Z', false],
    ['2026-11-28T12:00:00Z', false],
  ])('at %s a Wednesday’s or Saturday’s clock says %s', (moment, expected) => {
    expect(holds(OFFICE, at(moment) / 1000)).toBe(expected);
  });

  test('a night belongs to the day on which it begins', () => {
    expect(holds(NIGHT, at('2026-11-28T03:59:00Z') / 1000)).toBe(true);
    expect(holds(NIGHT, at('2026-11-27T03:59:00Z') / 1000)).toBe(false);
  });

  test.each([
    [null, '1m', '2026-11-25T12:00:30Z', '2026-11-25T12:01'],
    [OFFICE, '1m', '2026-11-25T12:00:30Z', '2026-11-25T12:01'],
    [OFFICE, '1h', '2026-11-25T16:30:00Z', '2026-11-26T08:00'],
    [OFFICE, '1m', '2026-11-27T18:00:00Z', '2026-11-30T08:00'],
    [NIGHT, '1m', '2026-11-28T03:10:30Z', '2026-11-28T03:11'],
    [NIGHT, '1m', '2026-11-28T05:00:00Z', '2026-12-04T22:00'],
    [OFFICE, '1d', '2026-11-25T12:00:00Z', null],
  ] as const)('within %j on bars of %s, after %s it decides at %s', (hours, interval, moment, expected) => {
    expect(next(hours as Hours | null, interval, moment)).toBe(expected);
  });

  test('they are said in words', () => {
    expect(describeHours(OFFICE)).toBe('Monday to Friday, 08:00 to 17:00 UTC');
    expect(describeHours(NIGHT)).toBe('Friday, 22:00 to 04:00 of the next day UTC');
    expect(describeHours({ ...OFFICE, days: [0, 1, 2, 3, 4, 5, 6] })).toBe('Every day, 08:00 to 17:00 UTC');
  });
});
