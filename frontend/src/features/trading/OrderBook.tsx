'use client';

import { useQuery } from '@tanstack/react-query';
import { IconLadder } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Price, Quantity } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import type { OrderBook as Book } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { book } from './queries';
import classes from './OrderBook.module.css';

const DEPTH = 8;
type Level = Book['bids'][number];

/** The visible ladder: what may be bought above, what may be sold below. */
export function OrderBook({ venue, symbol }: { venue: string; symbol: string }) {
  const query = useQuery(book(venue, symbol));
  return (
    <Panel title="Order book" flush aside={query.data && <Provenance source={query.data.source} asOf={query.data.asOf} staleAfter={10} />}>
      <Answer query={query} failed={(problem) => (problem.code === 'no_order_book' ? <Empty title="No order book" icon={IconLadder}>{problem.message}</Empty> : undefined)}>
        {({ bids, asks }) => {
          const deepest = Math.max(...[...bids, ...asks].slice(0, 2 * DEPTH).map(({ quantity }) => approximately(quantity)));
          return (
            <div className={classes.ladder}>
              <Side levels={asks.slice(0, DEPTH).toReversed()} side="ask" deepest={deepest} />
              <Side levels={bids.slice(0, DEPTH)} side="bid" deepest={deepest} />
            </div>
          );
        }}
      </Answer>
    </Panel>
  );
}

function Side({ levels, side, deepest }: { levels: Level[]; side: 'bid' | 'ask'; deepest: number }) {
  return (
    <ol className={classes.side} data-side={side} aria-label={side === 'bid' ? 'Bids' : 'Asks'}>
      {levels.map(({ price, quantity }) => (
        <li key={price} data-row={`${side} ${price}`} style={{ '--depth': `${(approximately(quantity) / deepest) * 100}%` } as React.CSSProperties}>
          <Price value={price} name="price" />
          <span>
            <Quantity value={quantity} places={5} name="quantity" />
          </span>
        </li>
      ))}
    </ol>
  );
}
