'use client';

import { useState, type FormEvent } from 'react';
import { Button, SegmentedControl, Textarea, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { IconMessage, IconPlayerStop, IconSend } from '@tabler/icons-react';
import { Columns, Stacked } from '@/components/data/Columns';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import type { Agent, Run } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { useAsk, useStop, type Asked } from './asking';
import { runsOf, type Trigger } from './queries';
import { TranscriptView } from './TranscriptView';
import { useTranscript } from './useTranscript';
import classes from './Talk.module.css';

const LANGUAGE = 'llm';
type Chosen = Asked & { trigger: Trigger };

/** What an agent was asked and answers, live; a rule-based one explains its decisions the same way. */
export function Talk({ agent }: { agent: Agent }) {
  const [trigger, setTrigger] = useState<Trigger>('person');
  const [chosen, choose] = useState<Chosen | null>(null);
  const pick = (run: Run) => choose({ runId: run.runId, threadId: run.threadId, trigger });
  const begun = (asked: Asked) => choose({ ...asked, trigger: 'person' });
  return (
    <Columns shape="main-side">
      <Stacked>
        {useMay('trade') && <AskBox agent={agent} threadId={agent.type === LANGUAGE && chosen?.trigger === 'person' ? chosen.threadId : undefined} begun={begun} />}
        {chosen && <RunPanel key={chosen.runId} agentId={agent.id} chosen={chosen} begun={begun} />}
      </Stacked>
      <Runs agent={agent} trigger={trigger} setTrigger={setTrigger} chosen={chosen?.runId} pick={pick} />
    </Columns>
  );
}

function AskBox({ agent, threadId, begun }: { agent: Agent; threadId?: string; begun: (asked: Asked) => void }) {
  const [text, setText] = useState('');
  const ask = useAsk(agent.id, begun);
  const speaks = agent.type === LANGUAGE;
  const send = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ text: speaks ? text.trim() : 'Explain your newest decision.', threadId }, { onSuccess: () => setText('') });
  };
  return (
    <Panel title={speaks ? 'Ask' : 'Explain'}>
      <form onSubmit={send} className={classes.ask}>
        {speaks && (
          <Textarea aria-label={`Ask ${agent.name}`} placeholder="What do you hold, and why?" autosize minRows={2} maxRows={8} maxLength={20_000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        )}
        <Button type="submit" leftSection={<IconSend size={15} />} loading={ask.isPending} disabled={speaks && !text.trim()}>
          {speaks ? 'Ask' : 'Explain the newest decision'}
        </Button>
      </form>
    </Panel>
  );
}

function RunPanel({ agentId, chosen, begun }: { agentId: string; chosen: Chosen; begun: (asked: Asked) => void }) {
  const transcript = useTranscript(agentId, chosen.runId, chosen.trigger);
  const ask = useAsk(agentId, begun);
  const stop = useStop(agentId);
  const mayTrade = useMay('trade');
  const mayDecide = useMay('operate');
  const isGoing = transcript.status === 'waiting' || transcript.status === 'running';
  const decide = (approved: boolean) => ask.mutate({ threadId: chosen.threadId, interrupts: transcript.interrupts, approved });
  const canStop = mayTrade && isGoing && chosen.trigger !== 'decision';
  return (
    <Panel
      title="Run"
      aside={
        <>
          <Status value={transcript.status} />
          {canStop && (
            <Button size="compact-xs" variant="default" leftSection={<IconPlayerStop size={13} />} loading={stop.isPending} onClick={() => stop.mutate(chosen.runId)}>
              Stop
            </Button>
          )}
        </>
      }
    >
      <TranscriptView transcript={transcript} decide={mayTrade && mayDecide ? decide : undefined} isDeciding={ask.isPending} />
    </Panel>
  );
}

const LABELS: { value: Trigger; label: string }[] = [
  { value: 'person', label: 'Asked' },
  { value: 'schedule', label: 'On bars' },
  { value: 'decision', label: 'Decisions' },
];

type RunsProps = { agent: Agent; trigger: Trigger; setTrigger: (trigger: Trigger) => void; chosen?: string; pick: (run: Run) => void };

function Runs({ agent, trigger, setTrigger, chosen, pick }: RunsProps) {
  const query = useInfiniteQuery(runsOf(agent.id, trigger));
  return (
    <Panel title="Runs" flush aside={<SegmentedControl size="xs" data={LABELS} value={trigger} onChange={(value) => setTrigger(value as Trigger)} aria-label="Which runs" />}>
      <Answer query={query as unknown as UseQueryResult<NonNullable<typeof query.data>>}>
        {({ pages }) =>
          pages[0]!.results.length ? (
            <div className={classes.list}>
              {pages.flatMap((page) => page.results).map((run) => (
                <UnstyledButton key={run.id} className={classes.row} data-row={run.runId} aria-pressed={run.runId === chosen} onClick={() => pick(run)}>
                  <span className={classes.rowLine}>
                    <Status value={run.status} />
                    <Age at={run.requestedAt} as="moment" />
                  </span>
                  <span className={classes.rowText}>{run.text}</span>
                </UnstyledButton>
              ))}
              {query.hasNextPage && (
                <Button variant="subtle" size="xs" fullWidth loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show older
                </Button>
              )}
            </div>
          ) : (
            <Empty title="No run yet" icon={IconMessage}>
              What the agent answers stays here, also after this page is closed.
            </Empty>
          )
        }
      </Answer>
    </Panel>
  );
}
