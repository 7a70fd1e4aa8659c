'use client';

import { useRef } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { Columns, Stacked } from '@/components/data/Columns';
import { lazily } from '@/components/feedback/lazily';
import { PageHead } from '@/components/shell/PageHead';
import { backtests } from './queries';

const BacktestForm = lazily(() => import('./BacktestForm').then((it) => it.BacktestForm), 760);
const Runs = lazily(() => import('./Runs').then((it) => it.Runs));
const Result = lazily(() => import('./Result').then((it) => it.Result), 620);

/** Strategies played over bars that have been. Which result one looks at is in the URL; without one it is the newest. */
export function BacktestDesk() {
  const [run, setRun] = useQueryState('run', parseAsString);
  const query = useInfiniteQuery(backtests);
  const result = useRef<HTMLDivElement>(null);
  const shown = run ?? query.data?.pages[0]?.results[0]?.id;
  const look = (id: string) => {
    void setRun(id);
    result.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <>
      <PageHead title="Backtests" />
      <Columns shape="side-main">
        <Stacked>
          <BacktestForm onAsked={(id) => void setRun(id)} />
          <Runs query={query} shown={shown} onShow={look} />
        </Stacked>
        <div ref={result}>
          <Stacked>
            <Result key={shown} id={shown} isLooking={query.isPending} />
          </Stacked>
        </div>
      </Columns>
    </>
  );
}
