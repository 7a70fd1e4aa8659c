'use client';

import { useState } from 'react';
import { Button, Modal, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconChecklist } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import type { Todo } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { inOrder, isClosed } from './order';
import { todos } from './queries';
import { TodoForm } from './TodoForm';
import { TodoLine } from './TodoLine';
import classes from './todos.module.css';

const SHOWN = [{ value: 'open', label: 'Open' }, { value: 'all', label: 'All' }];

/** What is to be done by the agent or for it, with its parts and what comes first. */
export function Todos({ agentId }: { agentId: string }) {
  const query = useQuery(todos(agentId));
  const [shown, setShown] = useState('open');
  const [isWriting, write] = useState(false);
  const may = useMay('trade');
  const all = query.data?.results ?? [];
  return (
    <Panel
      title="To do"
      flush
      aside={
        <>
          <SegmentedControl size="xs" aria-label="Which to-dos" data={SHOWN} value={shown} onChange={setShown} />
          {may && (
            <Button variant="default" size="xs" onClick={() => write(true)}>
              Add one
            </Button>
          )}
        </>
      }
    >
      <Answer query={query}>
        {({ results }) => {
          const listed = inOrder(results).filter((each) => shown === 'all' || !isClosed(each));
          return listed.length ? (
            <List todos={listed} all={results} />
          ) : (
            <Empty title="Nothing to do" icon={IconChecklist}>
              What an agent or its people have to see to stands here.
            </Empty>
          );
        }}
      </Answer>
      <Modal opened={isWriting} onClose={() => write(false)} title="Something to do" closeButtonProps={{ 'aria-label': 'Close' }}>
        {isWriting && <TodoForm agentId={agentId} among={all.filter((each) => !isClosed(each))} onDone={() => write(false)} />}
      </Modal>
    </Panel>
  );
}

function List({ todos: listed, all }: { todos: Todo[]; all: Todo[] }) {
  const titles = new Map(all.map(({ id, title }) => [id, title]));
  return (
    <ol className={classes.list}>
      {listed.map((todo) => (
        <TodoLine key={todo.id} todo={todo} titles={titles} />
      ))}
    </ol>
  );
}
