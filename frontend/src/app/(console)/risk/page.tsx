import type { Metadata } from 'next';
import { RiskDesk } from '@/features/risk/RiskDesk';

export const metadata: Metadata = { title: 'Risk' };

export default function RiskPage() {
  return <RiskDesk />;
}
