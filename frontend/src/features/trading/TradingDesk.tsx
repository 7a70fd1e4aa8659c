'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { lazily } from '@/components/feedback/lazily';
import { PageHead } from '@/components/shell/PageHead';
import { DEFAULT_VENUE, symbols } from '@/lib/api/queries';
import { INTERVALS } from '@/lib/intervals';
import { MarketChart } from './MarketChart';
import { OrderTicket } from './OrderTicket';
import { useVenues } from './venues';
import classes from './TradingDesk.module.css';

const FillsPanel = lazily(() => import('./Fills').then((it) => it.FillsPanel));
const OrderBook = lazily(() => import('./OrderBook').then((it) => it.OrderBook), 440);
const OrdersPanel = lazily(() => import('./Orders').then((it) => it.OrdersPanel));
const PriceAlertsPanel = lazily(() => import('./watching/PriceAlertsPanel').then((it) => it.PriceAlertsPanel));
const WatchlistPanel = lazily(() => import('./watching/WatchlistPanel').then((it) => it.WatchlistPanel));
const PositionsPanel = lazily(() => import('./Positions').then((it) => it.PositionsPanel));

/** One market: its candles, its book, a ticket, and all that is held and ordered. Where one looks is in the URL. */
export function TradingDesk() {
  const [venue, setVenue] = useQueryState('venue', parseAsString.withDefault(DEFAULT_VENUE));
  const [symbol, setSymbol] = useQueryState('symbol', parseAsString.withDefault('BTC/USD'));
  const [interval, setInterval] = useQueryState('interval', parseAsStringLiteral(INTERVALS).withDefault('1m'));
  const { data } = useQuery(symbols(venue));
  const venues = useVenues();
  const changeVenue = (next: string | null) => {
    void setVenue(next);
    void setSymbol(null);
  };
  const look = (place: string, what: string) => {
    void setVenue(place);
    void setSymbol(what);
  };
  return (
    <>
      <PageHead title="Trading">
        <Select aria-label="Venue" w={190} data={venues.includes(venue) ? venues : [venue, ...venues]} value={venue} onChange={changeVenue} />
        <Select aria-label="Symbol" w={150} searchable data={data?.symbols.map((each) => each.symbol) ?? [symbol]} value={symbol} onChange={(next) => void setSymbol(next)} />
      </PageHead>
      <div className={classes.desk}>
        <div className={classes.chart}>
          <MarketChart venue={venue} symbol={symbol} interval={interval} onInterval={(next) => void setInterval(next)} />
        </div>
        <div className={classes.side}>
          <OrderTicket venue={venue} symbol={symbol} />
          <WatchlistPanel venue={venue} symbol={symbol} onSymbol={look} />
          <PriceAlertsPanel venue={venue} symbol={symbol} />
          <OrderBook venue={venue} symbol={symbol} />
        </div>
        <div className={classes.tables}>
          <PositionsPanel />
          <OrdersPanel />
          <FillsPanel />
        </div>
      </div>
    </>
  );
}
