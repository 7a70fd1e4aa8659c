'use client';

import { useQuery } from '@tanstack/react-query';
import { Columns } from '@/components/data/Columns';
import { Answer } from '@/components/feedback/Answer';
import { lazily } from '@/components/feedback/lazily';
import { FarmHead } from '@/features/farms/FarmHead';
import { farm } from '@/features/farms/queries';

const FarmAgents = lazily(() => import('@/features/farms/FarmAgents').then((it) => it.FarmAgents), 320);
const Goals = lazily(() => import('@/features/goals/Goals').then((it) => it.Goals), 320);

/** One farm: its agents, and what they are to reach together. */
export function FarmScreen({ id }: { id: string }) {
  const query = useQuery(farm(id));
  return (
    <Answer query={query}>
      {(found) => (
        <>
          <FarmHead farm={found} />
          <Columns shape="main-side">
            <FarmAgents farmId={found.id} />
            <Goals actorId={found.id} kind="farm" />
          </Columns>
        </>
      )}
    </Answer>
  );
}
