import type { Metadata } from 'next';
import { ApprovalInbox } from '@/features/approvals/ApprovalInbox';
import { Questions } from '@/features/questions/Questions';

export const metadata: Metadata = { title: 'Approvals' };

export default function ApprovalsPage() {
  return (
    <>
      <ApprovalInbox />
      <Questions />
    </>
  );
}
