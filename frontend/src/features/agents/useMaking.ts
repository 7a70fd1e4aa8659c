'use client';

import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { newId } from '@/lib/ids';
import { useEvents } from '@/lib/realtime/hooks';
import type { Created } from './create';
import { useSaga } from './useSaga';

type Told = { story: string; key: string };

/** An agent that is being made: what was asked, the steps as they are done, and its id once it is there. */
export function useMaking<Wish extends Told>(ask: (wish: Wish) => Promise<Created>) {
  const [story, setStory] = useState<string | null>(null);
  const [agentId, setAgentId] = useState<string | null>(null);
  const progress = useSaga(story);
  useEvents('agent.create', ({ payload, metadata }) => {
    if (metadata.correlationId === story) setAgentId(payload.agentId);
  });
  const making = useMutation({ mutationFn: ask, onSuccess: (made) => 'id' in made && setAgentId(made.id) });
  const make = (wish: Omit<Wish, keyof Told>, onError?: (error: Error) => void) => {
    const fresh = newId();
    setStory(fresh);
    setAgentId(null);
    making.mutate({ ...wish, story: fresh, key: newId() } as Wish, { onError });
  };
  const isPending = making.isSuccess && !agentId && progress.end === 'none';
  return { make, progress, agentId, error: making.error, isUnderWay: making.isPending || isPending };
}
