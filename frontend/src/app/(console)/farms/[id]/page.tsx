import type { Metadata } from 'next';
import { FarmScreen } from './FarmScreen';

export const metadata: Metadata = { title: 'Farm' };

export default async function FarmPage({ params }: { params: Promise<{ id: string }> }) {
  return <FarmScreen id={(await params).id} />;
}
