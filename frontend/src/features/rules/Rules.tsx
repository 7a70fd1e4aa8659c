'use client';

import { useQuery } from '@tanstack/react-query';
import { Columns, Stacked } from '@/components/data/Columns';
import { Answer } from '@/components/feedback/Answer';
import { Autonomy } from './Autonomy';
import { BudgetPanel } from './Budget';
import { PermissionTable } from './PermissionTable';
import { permissions } from './queries';

/** What an agent may call, how far it goes alone, what it may spend, and which rule of whom says so. */
export function Rules({ agentId }: { agentId: string }) {
  const query = useQuery(permissions(agentId));
  return (
    <Columns shape="main-side">
      <Answer query={query}>{(found) => <PermissionTable agentId={agentId} permissions={found} />}</Answer>
      <Stacked>
        <Answer query={query}>{({ autonomy }) => <Autonomy agentId={agentId} autonomy={autonomy} />}</Answer>
        <BudgetPanel agentId={agentId} />
      </Stacked>
    </Columns>
  );
}
