'use client';

import { useQuery } from '@tanstack/react-query';
import { IconActivity } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { formatClock, plural } from '@/lib/format';
import { activity, hoursOf } from './activity';
import classes from './Activity.module.css';

/** How much happened in each hour of the last day. */
export function Activity() {
  const query = useQuery(activity);
  return (
    <Panel title="Activity" aside={query.data && 'last 24 hours'}>
      <Answer query={query}>
        {({ since, until, results }) =>
          results.length ? (
            <ol className={classes.hours} aria-label="Events by hour">
              {hoursOf(since, until, results).map(({ startsAt, count, share }) => (
                <li key={startsAt} data-row={new Date(startsAt).toISOString()} title={`${formatClock(startsAt)}: ${plural(count, 'event')}`} data-figure="events" data-value={count}>
                  <span style={{ height: `${share * 100}%` }} aria-hidden />
                  <span className={classes.told}>{`${formatClock(startsAt)}: ${plural(count, 'event')}`}</span>
                </li>
              ))}
            </ol>
          ) : (
            <Empty title="Nothing has happened in the last day" icon={IconActivity} />
          )
        }
      </Answer>
    </Panel>
  );
}
