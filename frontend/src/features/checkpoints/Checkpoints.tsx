'use client';

import { useState } from 'react';
import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconHistoryToggle } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { keys } from '@/lib/api/keys';
import type { Agent, Checkpoint } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { Comparison } from './Comparison';
import { checkpoints, takeCheckpoint } from './queries';
import classes from './checkpoints.module.css';

/** The moments of the agent that were kept; it can be compared with each, and brought back to it. */
export function Checkpoints({ agent }: { agent: Agent }) {
  const query = useQuery(checkpoints(agent.id));
  return (
    <Panel title="Checkpoints" aside={<Take agentId={agent.id} />} flush>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ul className={classes.list}>
              {results.map((each) => (
                <Line key={each.id} agent={agent} checkpoint={each} />
              ))}
            </ul>
          ) : (
            <Empty title="Nothing is kept yet" icon={IconHistoryToggle}>
              A checkpoint is kept before each change of the configuration, and whenever you ask for one.
            </Empty>
          )
        }
      </Answer>
    </Panel>
  );
}

function Take({ agentId }: { agentId: string }) {
  const cache = useQueryClient();
  const may = useMay('operate');
  const taking = useMutation({
    mutationFn: takeCheckpoint,
    onSuccess: () => told('Its state is kept'),
    onError: (error) => refused('Its state was not kept', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.checkpoints(agentId) }),
  });
  if (!may) return null;
  return (
    <Button variant="default" size="xs" loading={taking.isPending} onClick={() => taking.mutate({ agentId, reason: '' })}>
      Keep its state now
    </Button>
  );
}

function Line({ agent, checkpoint }: { agent: Agent; checkpoint: Checkpoint }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={classes.checkpoint} data-checkpoint={checkpoint.id}>
      <div className={classes.words}>
        <strong>
          <Age at={checkpoint.createdAt} as="moment" />, version {checkpoint.version}
        </strong>
        <p className={classes.detail}>
          {humanise(checkpoint.kind)}, by {checkpoint.createdByName}. {checkpoint.reason}
        </p>
        <p className={classes.detail}>
          Digest <code title={checkpoint.digest}>{checkpoint.digest.slice(0, 12)}</code>
        </p>
      </div>
      <Button variant="default" size="compact-xs" onClick={() => setOpen(true)}>
        Compare
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} size="lg" title="From then to now" closeButtonProps={{ 'aria-label': 'Close' }}>
        {isOpen && <Comparison agent={agent} checkpoint={checkpoint} onDone={() => setOpen(false)} />}
      </Modal>
    </li>
  );
}
