import { Suspense, type ReactNode } from 'react';
import { Frame } from '@/components/shell/Frame';
import { PendingCount } from '@/features/approvals/PendingCount';
import { AccountMenu } from '@/features/session/AccountMenu';
import { Gate } from '@/features/session/Gate';
import { HaltBanner } from '@/features/system/HaltBanner';

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <Gate>
        <Frame account={<AccountMenu />} banner={<HaltBanner />} marks={{ '/approvals': <PendingCount /> }}>
          <Suspense>{children}</Suspense>
        </Frame>
      </Gate>
    </Suspense>
  );
}
