import type { Metadata } from 'next';
import { BacktestDesk } from '@/features/backtests/BacktestDesk';

export const metadata: Metadata = { title: 'Backtests' };

export default function BacktestsPage() {
  return <BacktestDesk />;
}
