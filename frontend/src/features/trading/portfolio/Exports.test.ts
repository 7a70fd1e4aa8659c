import { expect, test } from 'vitest';
import { addressOf } from './Exports';

test('a file is of the account and the period that one looks at', () => {
  expect(addressOf('fills/export', 'csv', 'a1', '2026-01-01T00:00:00.000Z')).toBe('/api/v1/trading/fills/export?fileType=csv&accountId=a1&since=2026-01-01T00%3A00%3A00.000Z');
  expect(addressOf('journal/export', 'json', undefined, undefined)).toBe('/api/v1/trading/journal/export?fileType=json');
});

test('a ledger names its account in its path', () => {
  expect(addressOf('accounts/a1/ledger/export', 'csv', 'a1', undefined)).toBe('/api/v1/trading/accounts/a1/ledger/export?fileType=csv');
});
