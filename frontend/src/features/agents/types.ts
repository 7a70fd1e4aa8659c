import type { Interval } from '@/lib/api/types';

export const TYPES = [{ value: 'momentum', label: 'Momentum' }];

export const INTERVALS: { value: Interval; label: string }[] = [
  { value: '5s', label: '5 seconds' },
  { value: '15s', label: '15 seconds' },
  { value: '1m', label: '1 minute' },
  { value: '5m', label: '5 minutes' },
  { value: '15m', label: '15 minutes' },
  { value: '1h', label: '1 hour' },
  { value: '4h', label: '4 hours' },
  { value: '1d', label: '1 day' },
];
