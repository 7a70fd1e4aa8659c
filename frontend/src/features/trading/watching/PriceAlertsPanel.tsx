'use client';

import { useState } from 'react';
import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBell } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { PriceAlert } from '@/lib/api/types';
import { formatPrice } from '@/lib/format';
import { refused } from '@/lib/toasts';
import { PriceAlertForm } from './PriceAlertForm';
import { cancelPriceAlert, priceAlerts } from './queries';
import { describe } from './words';
import classes from './Watching.module.css';

const isShown = ({ status }: PriceAlert) => status !== 'cancelled';

/** The prices one waits for, and those that were reached. */
export function PriceAlertsPanel({ venue, symbol }: { venue: string; symbol: string }) {
  const query = useQuery(priceAlerts);
  const [isSetting, set] = useState(false);
  return (
    <Panel
      title="Price alerts"
      flush
      aside={
        <Button variant="default" size="xs" onClick={() => set(true)}>
          Set one
        </Button>
      }
    >
      <Answer query={query}>
        {({ results }) =>
          results.some(isShown) ? (
            <ul className={classes.list} aria-label="Price alerts">
              {results.filter(isShown).map((alert) => (
                <Line key={alert.id} alert={alert} />
              ))}
            </ul>
          ) : (
            <Empty title="No price is waited for" icon={IconBell}>
              Set one to be told, here and among the alerts, when it is reached.
            </Empty>
          )
        }
      </Answer>
      <Modal opened={isSetting} onClose={() => set(false)} title={`Price alert on ${symbol}`} closeButtonProps={{ 'aria-label': 'Close' }}>
        {isSetting && <PriceAlertForm venue={venue} symbol={symbol} onDone={() => set(false)} />}
      </Modal>
    </Panel>
  );
}

function Line({ alert }: { alert: PriceAlert }) {
  const cache = useQueryClient();
  const cancelling = useMutation({
    mutationFn: cancelPriceAlert,
    onError: (error) => refused('The price alert was not removed', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.priceAlerts }),
  });
  const waits = alert.status === 'active';
  return (
    <li className={classes.alert} data-price-alert={alert.id} data-status={alert.status}>
      <Status value={alert.status} label={waits ? 'Waits' : undefined} />
      <div className={classes.words}>
        <strong>{alert.symbol}</strong> {describe(alert)}
        <p>
          {alert.triggeredAt && <>Reached {formatPrice(alert.triggeredPrice)} <Age at={alert.triggeredAt} />. </>}
          {alert.repeats && 'Tells again. '}
          {alert.note}
        </p>
      </div>
      <Button variant="default" size="compact-xs" loading={cancelling.isPending} onClick={() => cancelling.mutate({ id: alert.id })}>
        Remove
      </Button>
    </li>
  );
}
