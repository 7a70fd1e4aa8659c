'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { Stacked } from '@/components/data/Columns';
import { lazily } from '@/components/feedback/lazily';
import { PageHead } from '@/components/shell/PageHead';
import { accounts } from '../queries';
import { CHOICES } from './periods';
import { Exports } from './Exports';
import { PerformancePanel } from './PerformancePanel';

const AttributionPanel = lazily(() => import('./AttributionPanel').then((it) => it.AttributionPanel));
const JournalPanel = lazily(() => import('./JournalPanel').then((it) => it.JournalPanel), 320);

/** How everything one sees did, or one account: its returns, whose they were, and every trade. Where one looks is in the URL. */
export function PortfolioScreen() {
  const [period, setPeriod] = useQueryState('period', parseAsStringLiteral(CHOICES).withDefault('30d'));
  const [account, setAccount] = useQueryState('account', parseAsString);
  const { data } = useQuery(accounts);
  const named = data?.results.map(({ id, name, status }) => ({ value: id, label: status === 'OPEN' ? name : `${name} (closed)` })) ?? [];
  const accountId = account ?? undefined;
  return (
    <>
      <PageHead title="Portfolio">
        <Select aria-label="Account" w={190} placeholder="All accounts" clearable searchable data={named} value={account} onChange={(next) => void setAccount(next)} />
        <Select aria-label="Period" w={96} allowDeselect={false} data={CHOICES} value={period} onChange={(next) => next && void setPeriod(next)} />
        <Exports accountId={accountId} period={period} />
      </PageHead>
      <Stacked>
        <PerformancePanel accountId={accountId} period={period} />
        <AttributionPanel accountId={accountId} period={period} />
        <JournalPanel accountId={accountId} />
      </Stacked>
    </>
  );
}
