import type { Metadata } from 'next';
import { PageHead } from '@/components/shell/PageHead';
import { StoryView } from '@/features/events/StoryView';

export const metadata: Metadata = { title: 'Story' };

export default async function StoryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <>
      <PageHead title="Story" above={{ href: '/system', label: 'System' }} below={<span className="mono">{id}</span>} />
      <StoryView id={id} />
    </>
  );
}
