import type { Metadata } from 'next';
import { Columns, Stacked } from '@/components/data/Columns';
import { Panel } from '@/components/data/Panel';
import { PageHead } from '@/components/shell/PageHead';
import { EventFeed } from '@/features/events/EventFeed';
import { Fleet } from '@/features/overview/Fleet';
import { Markets } from '@/features/overview/Markets';
import { Worth } from '@/features/overview/Worth';
import { LazyEquity } from '@/features/trading/LazyEquity';
import { LazyPositions } from '@/features/trading/LazyPositions';

export const metadata: Metadata = { title: 'Overview' };

export default function OverviewPage() {
  return (
    <>
      <PageHead title="Overview" />
      <Stacked>
        <Worth />
        <LazyEquity />
        <Columns shape="main-side">
          <Stacked>
            <Fleet />
            <LazyPositions />
          </Stacked>
          <Stacked>
            <Markets />
            <Panel title="Live events" flush>
              <EventFeed />
            </Panel>
          </Stacked>
        </Columns>
      </Stacked>
    </>
  );
}
