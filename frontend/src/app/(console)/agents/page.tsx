import type { Metadata } from 'next';
import { PageHead } from '@/components/shell/PageHead';
import { CreateButton } from '@/features/agents/CreateButton';
import { LazyAgentTable } from '@/features/agents/LazyAgentTable';

export const metadata: Metadata = { title: 'Agents' };

export default function AgentsPage() {
  return (
    <>
      <PageHead title="Agents">
        <CreateButton />
      </PageHead>
      <LazyAgentTable />
    </>
  );
}
