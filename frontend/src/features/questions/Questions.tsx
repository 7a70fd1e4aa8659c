'use client';

import { useState } from 'react';
import { Button, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconMessageQuestion } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import type { Question } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { AnswerForm } from './AnswerForm';
import { sayAnswer } from './answers';
import { questions } from './queries';
import classes from './questions.module.css';

const LOOKS: Record<string, string> = { OPEN: 'degraded', ANSWERED: 'healthy', DISMISSED: 'info', EXPIRED: 'info', CANCELLED: 'info' };

/** What agents ask people: those that wait, or all that there were. */
export function Questions() {
  const [shown, setShown] = useState<'open' | 'all'>('open');
  const query = useQuery(questions(shown === 'open' ? 'OPEN' : undefined));
  const choice = <SegmentedControl size="xs" aria-label="Which questions" data={[{ value: 'open', label: 'Waiting' }, { value: 'all', label: 'All' }]} value={shown} onChange={(next) => setShown(next === 'all' ? 'all' : 'open')} />;
  return (
    <Panel title="Questions" aside={choice} flush>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ul className={classes.questions}>
              {results.map((question) => (
                <Line key={question.id} question={question} />
              ))}
            </ul>
          ) : (
            <Empty title={shown === 'open' ? 'No agent waits for an answer' : 'No agent has asked anything'} icon={IconMessageQuestion}>
              What an agent must not decide alone, or cannot know, it asks here.
            </Empty>
          )
        }
      </Answer>
    </Panel>
  );
}

function Line({ question }: { question: Question }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={classes.question} data-question={question.id} data-status={question.status}>
      <Status value={LOOKS[question.status] ?? question.status} label={humanise(question.status)} />
      <div className={classes.text}>
        <strong>{question.text}</strong>
        <p className={classes.detail}>
          {question.actorName} asked <Age at={question.askedAt} />
          {question.status === 'OPEN' && (
            <>
              , until <Age at={question.expiresAt} as="moment" />
            </>
          )}
          .
        </p>
        {question.status === 'ANSWERED' && <p className={classes.detail}>Answer: {sayAnswer(question.answer)}</p>}
        {question.note && <p className={classes.detail}>Note: {question.note}</p>}
      </div>
      {question.mayAnswer && (
        <Button variant="default" size="xs" onClick={() => setOpen(true)}>
          Answer
        </Button>
      )}
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`${question.actorName} asks`} closeButtonProps={{ 'aria-label': 'Close' }}>
        {isOpen && (
          <Stack gap="sm">
            <Text fw={600}>{question.text}</Text>
            {question.context && (
              <Text size="sm" className={classes.context}>
                {question.context}
              </Text>
            )}
            <AnswerForm question={question} onDone={() => setOpen(false)} />
          </Stack>
        )}
      </Modal>
    </li>
  );
}
