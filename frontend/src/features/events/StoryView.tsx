'use client';

import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import { Json } from '@/components/data/Json';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Status } from '@/components/numbers/Status';
import type { Chapter, Story } from '@/lib/api/types';
import { formatClock, humanise } from '@/lib/format';
import { after, causesOf, kindOf, storyOf } from './story';
import classes from './Story.module.css';

/** All that one click, prompt or decision led to, in the order in which it was recorded. */
export function StoryView({ id }: { id: string }) {
  const query = useQuery(storyOf(id));
  return (
    <Answer query={query} failed={(problem) => (problem.status === 404 ? <Empty title="There is no such story">Or nothing of it that you may see.</Empty> : undefined)}>
      {(story) => (
        <Panel title="What happened" flush aside={!story.isComplete && 'The first 500 of each kind'}>
          <ol className={classes.story}>
            {story.chapters.map((each) => (
              <Line key={`${each.kind}-${each.id}`} chapter={each} story={story} isAsked={each.id === id} />
            ))}
          </ol>
        </Panel>
      )}
    </Answer>
  );
}

function Line({ chapter, story, isAsked }: { chapter: Chapter; story: Story; isAsked: boolean }) {
  const cause = causesOf(story.chapters).get(chapter.id);
  return (
    <li className={classes.chapter} data-kind={chapter.kind} data-asked={isAsked || undefined}>
      <time className={classes.when} dateTime={chapter.at} title={`${after(story.beganAt, chapter.at)} ms after it began`}>
        {formatClock(Date.parse(chapter.at))}
      </time>
      <span className={classes.kind}>{kindOf(chapter)}</span>
      <div className={classes.what}>
        {chapter.agentId ? <Link href={`/agents/${chapter.agentId}`}>{titleOf(chapter)}</Link> : titleOf(chapter)}
        {cause && <span className={classes.cause}> by the {kindOf(cause)} {titleOf(cause)}</span>}
        <details>
          <summary>Details</summary>
          <Json value={chapter.details} label={`Details of ${titleOf(chapter)}`} />
        </details>
      </div>
      <span>{chapter.outcome && <Status value={chapter.outcome} />}</span>
    </li>
  );
}

const titleOf = ({ kind, title }: Chapter) => (kind === 'call' || kind === 'audit' ? humanise(title) : title);
