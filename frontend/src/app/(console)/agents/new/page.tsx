import type { Metadata } from 'next';
import { PageHead } from '@/components/shell/PageHead';
import { CreateWizard } from '@/features/agents/CreateWizard';

export const metadata: Metadata = { title: 'Create an agent' };

export default function NewAgentPage() {
  return (
    <>
      <PageHead title="Create an agent" above={{ href: '/agents', label: 'Agents' }} />
      <CreateWizard />
    </>
  );
}
