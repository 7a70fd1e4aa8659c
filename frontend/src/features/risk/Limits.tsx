'use client';

import { useQuery } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Quantity } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import type { Limit } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { Bar } from './Bar';
import { limits } from './queries';
import classes from './risk.module.css';

const NAMES: Record<string, string> = {
  'risk.max_order_notional': 'One order',
  'risk.max_open_orders': 'Open orders',
  'risk.max_position_notional': 'One symbol',
  'risk.max_concentration_percent': 'Share in one symbol',
  'risk.max_leverage': 'Exposure',
  'risk.max_drawdown_percent': 'Drawdown, then only sales',
  'risk.max_daily_loss_percent': 'Loss of the day, then only sales',
  'triggers.drawdown.max_percent': 'Drawdown, then a halt',
  'triggers.daily_loss.max_percent': 'Loss of the day, then a halt',
  'risk.price_collar_percent': 'Price collar',
  'risk.stale_after_seconds': 'Age of prices',
};

/** Who set it: nobody, the platform, or the actor whose value holds. */
function origin({ setFor, setForName, setByName }: Limit): string {
  if (setFor === 'default') return 'The default.';
  return `Set for ${setFor === 'platform' ? 'the platform' : setForName} by ${setByName}.`;
}

/** Every limit, how much of it is used, and where it was set. */
export function Limits({ agentId }: { agentId: string | undefined }) {
  const query = useQuery(limits(agentId));
  return (
    <Panel title="Limits" aside={query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={20} />}>
      <Answer query={query}>
        {(found) => (
          <ul className={classes.limits}>
            {found.limits.map((each) => (
              <li key={each.key} data-row={each.key}>
                <LimitUse limit={each} isOneOfMany={found.accounts > 1} />
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </Panel>
  );
}

function LimitUse({ limit, isOneOfMany }: { limit: Limit; isOneOfMany: boolean }) {
  const label = NAMES[limit.key] ?? limit.description;
  const used = limit.usedPercent === null ? null : approximately(limit.usedPercent) / 100;
  return (
    <>
      <div className={classes.limit}>
        <strong title={limit.description}>{label}</strong>
        <span>
          {limit.used !== null && limit.limit !== null && (
            <>
              <Quantity value={limit.used} places={2} name="used" /> of{' '}
            </>
          )}
          {limit.limit === null ? 'off' : <Quantity value={limit.limit} places={2} name="limit" />} {limit.limit !== null && limit.unit}
        </span>
      </div>
      {used !== null && <Bar label={`${label} used`} part={used} />}
      <p className={classes.note}>
        {origin(limit)} {isOneOfMany && limit.accountName && `Nearest to it: ${limit.accountName}.`}
      </p>
    </>
  );
}
