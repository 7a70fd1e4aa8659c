'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { refused, told } from '@/lib/toasts';

export type Transition = 'start' | 'pause' | 'resume' | 'stop' | 'archive';

/** What people may do to an agent in each state, the same as the backend's lifecycle. */
const WAYS: Record<string, Transition[]> = {
  created: ['start'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: ['start', 'archive'],
  error: ['start', 'pause', 'stop'],
};

export const waysFrom = (status: string): Transition[] => WAYS[status] ?? [];

const DONE: Record<Transition, string> = {
  start: 'is running',
  pause: 'is paused',
  resume: 'is running again',
  stop: 'is stopped',
  archive: 'goes to the archive',
};

function send(id: string, transition: Transition) {
  const params = { path: { agent_id: id } };
  if (transition === 'archive') return read(api.DELETE('/api/v1/agents/{agent_id}', { params }));
  return read(api.POST(`/api/v1/agents/{agent_id}/${transition}`, { params, body: { agentId: id } }));
}

/** Ask for a change of state; the new state is what the API answers, never assumed. */
export function useTransition(id: string, name: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (transition: Transition) => send(id, transition),
    onSuccess: (_, transition) => told(`${name} ${DONE[transition]}`),
    onError: (error, transition) => refused(`${name} could not ${transition}`, error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.agents }),
  });
}
