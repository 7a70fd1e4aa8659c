import { humanise } from '@/lib/format';
import classes from './Status.module.css';

const TONES: Record<string, string> = {
  running: 'good', healthy: 'good', filled: 'good', done: 'good', succeeded: 'good', completed: 'good', open: 'good', active: 'good', buy: 'good', live: 'good',
  paused: 'warn', degraded: 'warn', pending: 'warn', partially_filled: 'warn', in_progress: 'warn', requested: 'warn', queued: 'warn', deferred: 'warn', lapsed: 'warn', compensated: 'warn', compensating: 'warn', archiving: 'warn', unwell: 'warn',
  error: 'bad', critical: 'bad', offline: 'bad', rejected: 'bad', refused: 'bad', failed: 'bad', sell: 'bad', high: 'bad', lost: 'bad',
};

/** A state as a word with a coloured dot: never colour alone. */
export function Status({ value, label }: { value: string; label?: string }) {
  return (
    <span className={classes.status} data-tone={TONES[value.toLowerCase()] ?? 'calm'} data-status={value}>
      <span className={classes.dot} aria-hidden />
      {label ?? humanise(value)}
    </span>
  );
}
