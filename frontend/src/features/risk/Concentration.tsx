'use client';

import { Figure, Figures } from '@/components/data/Figure';
import { Money } from '@/components/numbers/Amount';
import { Bar } from './Bar';
import { Fraction } from '@/components/numbers/Fraction';
import { Measured } from './Measured';
import classes from './risk.module.css';

/** How the equity is spread over what is held. */
export function Concentration({ agentId }: { agentId: string | undefined }) {
  return (
    <Measured title="Concentration" agentId={agentId} basis="positions">
      {({ concentration, equity, currency }) => (
        <>
          <Figures>
            <Figure label="Equity">
              <Money value={equity} currency={currency} name="equity" />
            </Figure>
            <Figure label="Largest position">
              <Fraction value={concentration.largest} name="largest" />
            </Figure>
            <Figure label="Cash">
              <Fraction value={concentration.cashWeight} name="cashWeight" />
            </Figure>
            <Figure label={<span title="The sum of the squared weights of positions and cash: 1 where all is one thing">Index</span>}>
              <Fraction value={concentration.index} name="index" as="ratio" />
            </Figure>
          </Figures>
          <ul className={classes.uses}>
            {concentration.weights.map((each) => (
              <li key={`${each.symbol} ${each.venue}`} data-row={each.symbol}>
                <span>{each.symbol}</span>
                <Bar label={`${each.symbol} of the equity`} part={each.weight} />
                <Fraction value={each.weight} name="weight" />
              </li>
            ))}
          </ul>
        </>
      )}
    </Measured>
  );
}
