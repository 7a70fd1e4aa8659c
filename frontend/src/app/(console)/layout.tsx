import { Suspense, type ReactNode } from 'react';
import { Frame } from '@/components/shell/Frame';
import { AccountMenu } from '@/features/session/AccountMenu';
import { Gate } from '@/features/session/Gate';
import { HaltBanner } from '@/features/system/HaltBanner';
import { Waiting } from './Waiting';

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <Gate>
        <Frame account={<AccountMenu />} banner={<HaltBanner />} marks={{ '/approvals': <Waiting /> }}>
          <Suspense>{children}</Suspense>
        </Frame>
      </Gate>
    </Suspense>
  );
}
