'use client';

import { useState } from 'react';
import { Button, Group, Modal, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconMail } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { AgentMessage } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { messages, writeTo, type Show } from './queries';
import classes from './messages.module.css';

const BOXES = [{ value: 'inbox', label: 'Inbox' }, { value: 'sent', label: 'Sent' }];

/** What the agent was written, by other agents and by people, and what it wrote. */
export function Messages({ agentId }: { agentId: string }) {
  const [show, setShow] = useState<Show>('inbox');
  const [isWriting, write] = useState(false);
  const query = useQuery(messages(agentId, show));
  const may = useMay('trade');
  const aside = (
    <>
      <SegmentedControl size="xs" aria-label="Which messages" data={BOXES} value={show} onChange={(next) => setShow(next as Show)} />
      {may && (
        <Button variant="default" size="xs" onClick={() => write(true)}>
          Write to it
        </Button>
      )}
    </>
  );
  return (
    <Panel title="Messages" aside={aside} flush>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ul className={classes.list}>
              {results.map((message) => (
                <Line key={message.id} message={message} />
              ))}
            </ul>
          ) : (
            <Empty title="No messages" icon={IconMail}>
              Agents of one owner write to each other; an agent reads its messages when it asks for them.
            </Empty>
          )
        }
      </Answer>
      <Modal opened={isWriting} onClose={() => write(false)} title="A message to the agent" closeButtonProps={{ 'aria-label': 'Close' }}>
        {isWriting && <Form agentId={agentId} onDone={() => write(false)} />}
      </Modal>
    </Panel>
  );
}

function Line({ message }: { message: AgentMessage }) {
  return (
    <li className={classes.message} data-message={message.id}>
      <div className={classes.words}>
        <strong>{message.subject}</strong>
        {message.body && <p className={classes.body}>{message.body}</p>}
        <p className={classes.detail}>
          {message.senderName}, <Age at={message.sentAt} />
        </p>
      </div>
      <Status value={message.readAt ? 'done' : 'pending'} label={message.readAt ? 'Read' : 'Unread'} />
    </li>
  );
}

function Form({ agentId, onDone }: { agentId: string; onDone: () => void }) {
  const [subject, setSubject] = useState('');
  const [body, setBody] = useState('');
  const cache = useQueryClient();
  const writing = useMutation({
    mutationFn: writeTo,
    onSuccess: () => {
      told('It is in the inbox');
      onDone();
    },
    onError: (error) => refused('It was not delivered', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.messages(agentId) }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (subject.trim() && !writing.isPending) writing.mutate({ agentId, subject: subject.trim(), body: body.trim() });
      }}
    >
      <Stack gap="sm">
        <TextInput label="About" withAsterisk data-autofocus maxLength={150} value={subject} onChange={(event) => setSubject(event.currentTarget.value)} />
        <Textarea label="Message" autosize minRows={3} maxLength={4000} value={body} onChange={(event) => setBody(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button type="submit" loading={writing.isPending} disabled={!subject.trim()}>
            Send
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
