'use client';

import { useState } from 'react';
import { Button } from '@mantine/core';
import { lazily } from '@/components/feedback/lazily';
import { humanise, plural } from '@/lib/format';
import type { Order } from './bulk';
import { countOf, type Selection } from './selection';
import classes from './Bulk.module.css';

const BulkDialog = lazily(() => import('./BulkDialog').then((it) => it.BulkDialog), 0);

export const KINDS = ['start', 'pause', 'resume', 'stop', 'configure', 'archive'] as const satisfies Order['kind'][];

type Props = {
  selection: Selection;
  type: string | null;
  total: number;
  isBusy: boolean;
  onAll: () => void;
  onNobody: () => void;
  onOrder: (order: Order) => Promise<unknown>;
};

/** What may be done to the agents that are chosen; nothing is done before it was confirmed. */
export function BulkBar({ selection, type, total, isBusy, onAll, onNobody, onOrder }: Props) {
  const [kind, ask] = useState<Order['kind'] | null>(null);
  const count = countOf(selection);
  if (!count) return null;
  return (
    <div className={classes.bar} role="region" aria-label="Chosen agents">
      <div>
        <strong aria-live="polite">{selection.isAll ? `All ${plural(count, 'agent')} that match` : `${plural(count, 'agent')} chosen`}</strong>
        {!selection.isAll && count < total && (
          <Button variant="subtle" size="compact-xs" onClick={onAll}>
            Choose all {total.toLocaleString('en-US')} that match
          </Button>
        )}
        <Button variant="subtle" size="compact-xs" onClick={onNobody}>
          Choose nobody
        </Button>
      </div>
      <div role="group" aria-label="What to do to them">
        {KINDS.map((each) => (
          <Button key={each} variant="default" size="compact-sm" disabled={isBusy} onClick={() => ask(each)}>
            {humanise(each)}
          </Button>
        ))}
      </div>
      {kind && <BulkDialog kind={kind} count={count} type={type} isBusy={isBusy} onClose={() => ask(null)} onOrder={(order) => onOrder(order).then(() => ask(null), () => undefined)} />}
    </div>
  );
}
