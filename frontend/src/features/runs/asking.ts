'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { refused } from '@/lib/toasts';
import type { Interrupt } from './transcript';

export type Asked = { runId: string; threadId: string };
type Question = { text: string; threadId?: string };
type Verdict = { threadId: string; interrupts: Interrupt[]; approved: boolean };

/** What an agent is asked, or what a person says to its interrupts, as parameters of `run_agent`. */
export function parametersOf(agentId: string, asked: Question | Verdict): Record<string, unknown> {
  if ('text' in asked) return { agent_id: agentId, text: asked.text, thread_id: asked.threadId ?? null };
  const resume = asked.interrupts.map(({ id }) => ({ interrupt_id: id, status: 'resolved', payload: { approved: asked.approved } }));
  return { agent_id: agentId, thread_id: asked.threadId, resume };
}

/** Have the agent answer; the run goes on by itself, and the socket tells of it. */
export function useAsk(agentId: string, begun: (asked: Asked) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (asked: Question | Verdict): Promise<Asked> => {
      const parameters = parametersOf(agentId, asked);
      const answer = await read(api.POST('/api/v1/mcp/execute', { body: { toolId: 'run_agent', tool: null, agentId: null, parameters } }));
      if (!('success' in answer) || !answer.success) throw new Error('reason' in answer ? String(answer.reason) : 'The agent could not be asked.');
      const { run_id, thread_id } = answer.result as { run_id: string; thread_id: string };
      return { runId: run_id, threadId: thread_id };
    },
    onSuccess: begun,
    onError: (error) => refused('The agent could not be asked', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.runsOf(agentId) }),
  });
}

export function useStop(agentId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (runId: string) =>
      read(api.POST('/api/v1/agents/{agent_id}/runs/{run_id}/cancel', { params: { path: { agent_id: agentId, run_id: runId } }, body: { agentId, runId } })),
    onError: (error) => refused('The run could not be stopped', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.runsOf(agentId) }),
  });
}
