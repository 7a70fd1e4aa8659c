import type { Metadata } from 'next';
import { Columns, Stacked } from '@/components/data/Columns';
import { Panel } from '@/components/data/Panel';
import { PageHead } from '@/components/shell/PageHead';
import { EventFeed } from '@/features/events/EventFeed';
import { LazyActivity, LazyDeadLetters, LazySubscribers } from '@/features/events/LazyStream';
import { Alerts } from '@/features/system/Alerts';
import { LazyLanguageModels } from '@/features/language/Lazy';
import { HealthPanel } from '@/features/system/HealthPanel';
import { KillSwitch } from '@/features/system/KillSwitch';
import { LazyOutside, LazyProcesses, LazySagas } from '@/features/system/LazyServices';

export const metadata: Metadata = { title: 'System' };

export default function SystemPage() {
  return (
    <>
      <PageHead title="System" />
      <Columns shape="main-side">
        <Stacked>
          <KillSwitch />
          <Alerts />
          <HealthPanel />
          <LazyProcesses />
          <LazyLanguageModels />
          <LazySagas />
          <LazyOutside />
          <LazySubscribers />
          <LazyDeadLetters />
        </Stacked>
        <Stacked>
          <LazyActivity />
          <Panel title="System events" flush>
            <EventFeed types="system.*,saga.*,mcp.error,mcp.errors" height={900} />
          </Panel>
        </Stacked>
      </Columns>
    </>
  );
}
