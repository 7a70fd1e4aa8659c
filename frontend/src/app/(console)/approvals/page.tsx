import type { Metadata } from 'next';
import { Stack } from '@mantine/core';
import { ApprovalInbox } from '@/features/approvals/ApprovalInbox';
import { Questions } from '@/features/questions/Questions';

export const metadata: Metadata = { title: 'Approvals' };

export default function ApprovalsPage() {
  return (
    <Stack gap="md">
      <ApprovalInbox />
      <Questions />
    </Stack>
  );
}
