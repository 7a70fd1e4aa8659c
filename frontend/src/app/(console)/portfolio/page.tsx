import type { Metadata } from 'next';
import { PortfolioScreen } from '@/features/trading/portfolio/PortfolioScreen';

export const metadata: Metadata = { title: 'Portfolio' };

export default function PortfolioPage() {
  return <PortfolioScreen />;
}
