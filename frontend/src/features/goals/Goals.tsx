'use client';

import { useState } from 'react';
import { Button, Modal, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconInfoCircle, IconTarget } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { useMay } from '@/lib/session';
import { GoalCard } from './GoalCard';
import { GoalForm } from './GoalForm';
import { goals, type Reaching } from './queries';
import classes from './goals.module.css';

/** What an agent or a farm is to reach, and how far it has come by its real figures; those that are over stay. */
export function Goals({ actorId, kind = 'agent' }: { actorId: string; kind?: Reaching['kind'] }) {
  const query = useQuery(goals(actorId));
  const [isSetting, set] = useState(false);
  const may = useMay('trade');
  const method = query.data?.results[0]?.method;
  const aside = (
    <>
      {method && (
        <Tooltip label={method} multiline maw={340}>
          <IconInfoCircle size={15} role="img" aria-label={method} className={classes.method} />
        </Tooltip>
      )}
      {may && (
        <Button variant="default" size="xs" onClick={() => set(true)}>
          Set a goal
        </Button>
      )}
    </>
  );
  return (
    <Panel title="Goals" aside={aside} flush>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ul className={classes.list}>
              {results.map((goal) => (
                <GoalCard key={goal.id} goal={goal} />
              ))}
            </ul>
          ) : (
            <Empty title="No goal is set" icon={IconTarget}>
              {kind === 'farm' ? 'A goal of a farm is judged by what the accounts of all its agents really did together' : 'A goal is judged by what the accounts really did'}, from the moment it is set.
            </Empty>
          )
        }
      </Answer>
      <Modal opened={isSetting} onClose={() => set(false)} title="A goal" closeButtonProps={{ 'aria-label': 'Close' }}>
        {isSetting && <GoalForm actorId={actorId} kind={kind} onDone={() => set(false)} />}
      </Modal>
    </Panel>
  );
}
