import type { Metadata } from 'next';
import { TradingDesk } from '@/features/trading/TradingDesk';

export const metadata: Metadata = { title: 'Trading' };

export default function TradingPage() {
  return <TradingDesk />;
}
