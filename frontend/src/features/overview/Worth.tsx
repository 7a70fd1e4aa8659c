'use client';

import { useQuery } from '@tanstack/react-query';
import { Figure, Figures } from '@/components/data/Figure';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Gaps } from '@/components/feedback/Gaps';
import { Loading } from '@/components/feedback/States';
import { Money, Percent } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import type { PortfolioSummary } from '@/lib/api/types';
import { subtract } from '@/lib/decimal';
import { plural } from '@/lib/format';
import { summary } from './queries';
import classes from './Worth.module.css';

/** What everything is worth, and where that comes from. */
export function Worth() {
  const query = useQuery(summary);
  const aside = query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={20} />;
  return (
    <Panel title="Net worth" aside={aside}>
      <Answer query={query} loading={<Loading rows={3} height={30} />}>
        {(worth) => <Figured worth={worth} />}
      </Answer>
    </Panel>
  );
}

function Figured({ worth }: { worth: PortfolioSummary }) {
  const { currency } = worth;
  const change = worth.equity === null ? null : subtract(worth.equity, worth.funded);
  return (
    <div className={classes.worth}>
      <Figure
        size="lg"
        label={
          <span data-figure="accounts" data-value={worth.accounts}>
            {plural(worth.accounts, 'account')}
          </span>
        }
        note={
          <span className={classes.change}>
            <Money value={change} currency={currency} signed tone name="profit" />
            <Percent value={worth.totalReturn} tone name="totalReturn" />
            <span>on {<Money value={worth.funded} currency={currency} name="funded" />} funded</span>
          </span>
        }
      >
        <Money value={worth.equity} currency={currency} flash name="equity" />
      </Figure>
      <Figures>
        <Figure label="Unrealised">
          <Money value={worth.unrealisedPnl} currency={currency} signed tone name="unrealisedPnl" />
        </Figure>
        <Figure label="Realised">
          <Money value={worth.realisedPnl} currency={currency} signed tone name="realisedPnl" />
        </Figure>
        <Figure label="Fees paid">
          <Money value={worth.fees} currency={currency} name="fees" />
        </Figure>
        <Figure label="In positions">
          <Money value={worth.positionsValue} currency={currency} name="positionsValue" />
        </Figure>
        <Figure label="Cash" note={<><Money value={worth.held} currency={currency} name="held" /> of it reserved</>}>
          <Money value={worth.cash} currency={currency} name="cash" />
        </Figure>
      </Figures>
      <Gaps gaps={worth.unpriced} />
    </div>
  );
}
