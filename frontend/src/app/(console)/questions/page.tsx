import type { Metadata } from 'next';
import { PageHead } from '@/components/shell/PageHead';
import { Questions } from '@/features/questions/Questions';

export const metadata: Metadata = { title: 'Questions' };

export default function QuestionsPage() {
  return (
    <>
      <PageHead title="Questions" below="What agents ask people. Their work goes on; what they asked waits for you." />
      <Questions />
    </>
  );
}
