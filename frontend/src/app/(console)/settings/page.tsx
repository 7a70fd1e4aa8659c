import type { Metadata } from 'next';
import { PageHead } from '@/components/shell/PageHead';
import { Keys } from '@/features/keys/Keys';

export const metadata: Metadata = { title: 'Settings' };

export default function SettingsPage() {
  return (
    <>
      <PageHead title="Settings" />
      <Keys />
    </>
  );
}
