'use client';

import { useState } from 'react';
import { Button, Modal, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconBrain, IconInfoCircle, IconSearch } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { useMay } from '@/lib/session';
import { MemoryCard } from './MemoryCard';
import { MemoryForm } from './MemoryForm';
import { memories } from './queries';
import classes from './memory.module.css';

/** What the agent knows, what its farm and its owner's agents know, found by words. */
export function Memory({ agentId }: { agentId: string }) {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 300);
  const [isWriting, write] = useState(false);
  const query = useQuery(memories(agentId, asked));
  const may = useMay('trade');
  const aside = (
    <>
      {query.data && (
        <Tooltip label={query.data.method} multiline maw={340}>
          <IconInfoCircle size={15} role="img" aria-label={query.data.method} className={classes.method} />
        </Tooltip>
      )}
      {may && (
        <Button variant="default" size="xs" onClick={() => write(true)}>
          Add something
        </Button>
      )}
    </>
  );
  return (
    <Panel title="Memory" aside={aside} flush>
      <div className={classes.search}>
        <TextInput aria-label="Look for words" placeholder="Look for words" maxLength={400} leftSection={<IconSearch size={15} aria-hidden />} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      </div>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ul className={classes.list} aria-label="What it knows">
              {results.map((memory) => (
                <MemoryCard key={memory.id} agentId={agentId} memory={memory} />
              ))}
            </ul>
          ) : (
            <Empty title={asked ? 'It knows nothing of that' : 'It has not learnt anything yet'} icon={IconBrain}>
              What agents store, and what you tell them, stands here and fades unless it matters.
            </Empty>
          )
        }
      </Answer>
      <Modal opened={isWriting} onClose={() => write(false)} title="What it should know" closeButtonProps={{ 'aria-label': 'Close' }}>
        {isWriting && query.data && <MemoryForm agentId={agentId} scopes={query.data.scopes} onDone={() => write(false)} />}
      </Modal>
    </Panel>
  );
}
