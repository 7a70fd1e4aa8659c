'use client';

import { useQuery } from '@tanstack/react-query';
import { IconChecklist } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Status } from '@/components/numbers/Status';
import { humanise } from '@/lib/format';
import { todos } from './queries';
import classes from './Todos.module.css';

/** What is to be done by the agent or for it, in order. */
export function Todos({ agentId }: { agentId: string }) {
  const query = useQuery(todos(agentId));
  return (
    <Panel title="To do" flush>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ol className={classes.list}>
              {results.map((todo) => (
                <li key={todo.id} data-row={todo.id} className={classes.todo} data-nested={todo.parentId !== null || undefined}>
                  <span className={classes.position} data-figure="position" data-value={todo.position}>{todo.position}</span>
                  <span>{todo.title}</span>
                  <span className={classes.priority}>{todo.priority === 'normal' ? '' : `${humanise(todo.priority)} priority`}</span>
                  <Status value={todo.status} />
                </li>
              ))}
            </ol>
          ) : (
            <Empty title="Nothing to do" icon={IconChecklist} />
          )
        }
      </Answer>
    </Panel>
  );
}
