import type { Metadata } from 'next';
import { LeaderboardScreen } from '@/features/performance/LeaderboardScreen';

export const metadata: Metadata = { title: 'Leaderboard' };

export default function LeaderboardPage() {
  return <LeaderboardScreen />;
}
