'use client';

import { humanise } from '@/lib/format';
import { Money } from '@/components/numbers/Amount';
import { Fraction } from '@/components/numbers/Fraction';
import { Measured } from './Measured';
import classes from './risk.module.css';

/** What an hour may cost at worst, by two methods that each say what they mean. */
export function TailLosses({ agentId }: { agentId: string | undefined }) {
  return (
    <Measured title="Value at risk" agentId={agentId} basis="positions">
      {({ losses, currency, interval }) => (
        <table className={classes.table} aria-label="Value at risk">
          <thead>
            <tr>
              <th scope="col">Method</th>
              <th scope="col">VaR in {interval}</th>
              <th scope="col">CVaR, beyond it</th>
            </tr>
          </thead>
          <tbody>
            {losses.map((loss) => (
              <tr key={`${loss.method} ${loss.confidence}`} data-row={`${loss.method} ${loss.confidence}`}>
                <th scope="row" title={loss.definition}>
                  {humanise(loss.method)}, {loss.confidence * 100} %
                </th>
                <td>
                  <Money value={loss.varAmount} currency={currency} name="varAmount" />
                  <Fraction value={loss.var} name="var" />
                </td>
                <td>
                  <Money value={loss.cvarAmount} currency={currency} name="cvarAmount" />
                  <Fraction value={loss.cvar} name="cvar" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Measured>
  );
}
