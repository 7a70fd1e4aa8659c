import type { Metadata } from 'next';
import { PageHead } from '@/components/shell/PageHead';
import { AgentTable, CreateButton } from '@/features/agents/AgentTable';

export const metadata: Metadata = { title: 'Agents' };

export default function AgentsPage() {
  return (
    <>
      <PageHead title="Agents">
        <CreateButton />
      </PageHead>
      <AgentTable />
    </>
  );
}
