'use client';

import { Tooltip } from '@mantine/core';
import { formatAge } from '@/lib/format';
import { useNow } from '@/lib/clock';
import type { Status } from '@/lib/realtime/client';
import { useConnection } from '@/lib/realtime/hooks';
import { useRealtime } from '@/lib/realtime/provider';
import classes from './Connection.module.css';

const WORDS: Record<Status, [label: string, meaning: string]> = {
  idle: ['Offline', 'Not connected yet.'],
  connecting: ['Connecting', 'Opening the event stream.'],
  open: ['Live', 'Events arrive as they happen.'],
  reconnecting: ['Reconnecting', 'The event stream is cut. What was missed arrives when it is back.'],
  refused: ['Signed out', 'The event stream needs a session.'],
  closed: ['Offline', 'The event stream is closed.'],
};

/** Whether the page hears what happens. */
export function Connection() {
  const { status } = useConnection();
  const { client } = useRealtime();
  const now = useNow();
  const [label, meaning] = WORDS[status];
  const heard = client.lastHeard();
  const since = heard && now ? ` Last heard ${formatAge(heard, now)}.` : '';
  return (
    <Tooltip label={meaning + since} multiline maw={260}>
      <div className={classes.pill} data-connection={status} role="status">
        <span className={classes.dot} aria-hidden />
        <span className={classes.label}>{label}</span>
      </div>
    </Tooltip>
  );
}
