import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { WITH_THE_MARKET } from '@/lib/api/queries';
import { Problem } from '@/lib/api/problem';
import type { RiskReport, StressReport } from '@/lib/api/types';

export type Basis = RiskReport['basis'];
export type Shock = { asset: string; percent: string };

/** Bars of an hour: nothing changes faster. */
const REFRESHED = 60_000;
const ASKED_AGAIN = 2000;

const isReport = (answer: object): answer is RiskReport => 'basis' in answer;

/** Measured by workers of their own: null while they are at it, and the question is asked again. */
export const metrics = (agentId: string | undefined, basis: Basis) =>
  queryOptions({
    queryKey: keys.riskOf(agentId, basis),
    queryFn: async ({ signal }): Promise<RiskReport | null> => {
      const answer = await read(api.GET('/api/v1/trading/risk/metrics', { params: { query: { agentId, basis } }, signal }));
      return isReport(answer) ? answer : null;
    },
    refetchInterval: ({ state }) => (state.data === null ? ASKED_AGAIN : REFRESHED),
  });

export const limits = (agentId: string | undefined) =>
  queryOptions({
    queryKey: keys.riskOf(agentId, 'limits'),
    queryFn: ({ signal }) => read(api.GET('/api/v1/trading/risk/limits', { params: { query: { agentId } }, signal })),
    refetchInterval: WITH_THE_MARKET,
  });

/** All named scenarios, or (with shocks) only one's own. It is answered at once, or the platform is in trouble. */
export async function stressTest({ agentId, shocks }: { agentId: string | undefined; shocks: Shock[] }): Promise<StressReport> {
  const answer = await read(api.POST('/api/v1/trading/risk/stress-test', { body: { agentId, shocks } }));
  if ('executionId' in answer) throw new Problem({ status: 503, code: 'pending', title: 'Not finished', detail: 'It takes longer than it should. Try again.' });
  return answer;
}
