'use client';

import Link from 'next/link';
import { IconActivity } from '@tabler/icons-react';
import { StoryLink } from '@/components/data/StoryLink';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import type { Event } from '@/lib/realtime/messages';
import { describe } from './describe';
import { useEventFeed } from './useEventFeed';
import classes from './EventFeed.module.css';

type Props = { agentId?: string; types?: string; height?: number };

/** What happens, newest first, as it happens. */
export function EventFeed({ agentId, types, height = 420 }: Props) {
  const query = useEventFeed(agentId, types);
  return (
    <Answer query={query}>
      {(events) =>
        events.length ? (
          <div className={classes.feed} style={{ maxHeight: height }} role="log" aria-label="Events" tabIndex={0}>
            {events.map((event) => (
              <Line key={event.id} event={event} linked={!agentId} />
            ))}
          </div>
        ) : (
          <Empty title="Nothing has happened yet" icon={IconActivity}>
            Decisions, orders and fills appear here the moment they happen.
          </Empty>
        )
      }
    </Answer>
  );
}

function Line({ event, linked }: { event: Event; linked: boolean }) {
  const { text, tone } = describe(event);
  const { agentId, correlationId } = event.metadata;
  return (
    <div className={classes.line} data-tone={tone} data-type={event.type}>
      <span className={classes.time}>
        <Age at={event.timestamp} as="moment" />
      </span>
      <span className={classes.mark} aria-hidden />
      <span className={classes.text}>
        {linked && agentId ? <Link href={`/agents/${agentId}`}>{text}</Link> : text}
        <span className={classes.type}>{correlationId ? <StoryLink of={correlationId} label={event.type} /> : event.type}</span>
      </span>
    </div>
  );
}
