import type { Metadata } from 'next';
import { AuditDesk } from '@/features/audit/AuditDesk';

export const metadata: Metadata = { title: 'Audit log' };

export default function AuditPage() {
  return <AuditDesk />;
}
