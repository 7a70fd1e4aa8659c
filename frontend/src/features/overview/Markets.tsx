'use client';

import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Percent, Price } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import { useTick } from '@/lib/realtime/hooks';
import { DEFAULT_VENUE, quote, symbols } from '@/lib/api/queries';
import classes from './Markets.module.css';

const SHOWN = 10;

/** The latest prices, as they come. */
export function Markets() {
  const query = useQuery(symbols(DEFAULT_VENUE));
  const listed = query.data?.symbols.slice(0, SHOWN) ?? [];
  const newest = useTick(DEFAULT_VENUE, listed[0]?.symbol ?? '');
  const aside = query.data && <Provenance source={query.data.source} asOf={newest?.asOf ?? query.data.asOf} />;
  return (
    <Panel title="Markets" aside={aside} flush>
      <Answer query={query}>
        {() => (
          <ul className={classes.list}>
            {listed.map(({ symbol }) => (
              <Market key={symbol} symbol={symbol} />
            ))}
          </ul>
        )}
      </Answer>
    </Panel>
  );
}

function Market({ symbol }: { symbol: string }) {
  const { data } = useQuery(quote(DEFAULT_VENUE, symbol));
  const tick = useTick(DEFAULT_VENUE, symbol);
  const price = tick?.last ?? data?.price;
  const change = tick?.change24h ?? data?.change24h;
  return (
    <li data-row={symbol}>
      <Link href={`/trading?symbol=${encodeURIComponent(symbol)}`} className={classes.market}>
        <span className={classes.symbol}>{symbol}</span>
        <span className={classes.price}>
          <Price value={price} flash name="price" />
        </span>
        <span className={classes.change}>
          <Percent value={change} tone name="change24h" />
        </span>
      </Link>
    </li>
  );
}
