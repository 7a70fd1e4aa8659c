'use client';

import { Badge, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Age } from '@/components/numbers/Age';
import { keys } from '@/lib/api/keys';
import type { Memory } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused } from '@/lib/toasts';
import { forget } from './queries';
import classes from './memory.module.css';

const WHOSE: Record<string, string> = { agent: 'Its own', farm: 'Its farm’s', global: 'All agents’' };

/** One thing it knows: who says so, from what, and how much of it is left. */
export function MemoryCard({ agentId, memory }: { agentId: string; memory: Memory }) {
  const cache = useQueryClient();
  const may = useMay('trade');
  const forgetting = useMutation({
    mutationFn: forget,
    onError: (error) => refused('It was not forgotten', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.memories(agentId) }),
  });
  return (
    <li className={classes.memory} data-memory={memory.id}>
      <div className={classes.words}>
        <strong>{memory.title}</strong>
        <p className={classes.content}>{memory.content}</p>
        <p className={classes.detail}>
          {humanise(memory.kind)}. {WHOSE[memory.scope] ?? memory.scope}. By {memory.storedByName} <Age at={memory.storedAt} />
          {memory.source && `, from ${memory.source}`}. Strength {memory.strength.toFixed(2)} of {memory.importance.toFixed(2)}.
        </p>
        {(memory.symbol || memory.tags.length > 0) && (
          <p className={classes.tags}>
            {[memory.symbol, ...memory.tags].filter(Boolean).map((tag) => (
              <Badge key={tag} variant="default" size="sm" tt="none">
                {tag}
              </Badge>
            ))}
          </p>
        )}
      </div>
      {may && (
        <Button variant="default" size="compact-xs" loading={forgetting.isPending} aria-label={`Forget: ${memory.title}`} onClick={() => forgetting.mutate({ agentId, id: memory.id })}>
          Forget
        </Button>
      )}
    </li>
  );
}
