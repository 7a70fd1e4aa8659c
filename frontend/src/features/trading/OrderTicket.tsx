'use client';

import { useState } from 'react';
import { Button, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCheck, IconX } from '@tabler/icons-react';
import { KeyValues } from '@/components/data/KeyValues';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Money, Price } from '@/components/numbers/Amount';
import { Problem } from '@/lib/api/problem';
import { quote, symbols } from '@/lib/api/queries';
import type { MarketSymbol, TradingAccount } from '@/lib/api/types';
import { useTick } from '@/lib/realtime/hooks';
import { useMay } from '@/lib/session';
import { checkOrder, sentenceOf, type Draft, type Verdict } from './check';
import { OrderKind, OrderTerms, useTerms } from './OrderTerms';
import { accounts } from './queries';
import { usePlaceOrder } from './placing';
import { mayTakeLimit } from './terms';
import classes from './OrderTicket.module.css';

type Props = { venue: string; symbol: string };

/** Place an order from one's own or an agent's account, checked before it is sent. */
export function OrderTicket({ venue, symbol }: Props) {
  const listed = useQuery(symbols(venue));
  const owned = useQuery(accounts);
  const rules = listed.data?.symbols.find((each) => each.symbol === symbol);
  const mayTrade = useMay('trade');
  return (
    <Panel title="Order">
      <Answer query={owned}>
        {({ results }) => {
          const usable = results.filter((account) => account.venue === venue && account.status === 'OPEN');
          if (!mayTrade) return <Empty title="You may look, not trade" />;
          if (!usable.length || !rules) return <Empty title={`No account on ${venue}`}>Create an agent there: its account appears here.</Empty>;
          return <Ticket key={symbol} rules={rules} accounts={usable} />;
        }}
      </Answer>
    </Panel>
  );
}

const FIRST: Draft = { side: 'buy', orderType: 'market', quantity: '', limitPrice: '', terms: {} };

function Ticket({ rules, accounts: usable }: { rules: MarketSymbol; accounts: TradingAccount[] }) {
  const [draft, setDraft] = useState(FIRST);
  const [accountId, setAccountId] = useState(usable[0]!.id);
  const { data } = useQuery(quote(rules.venue, rules.symbol));
  const tick = useTick(rules.venue, rules.symbol);
  const account = usable.find(({ id }) => id === accountId) ?? usable[0]!;
  const verdict = checkOrder(draft, rules, account, tick ?? data ?? null);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { placing, place } = usePlaceOrder(rules.symbol, account);
  const terms = useTerms(draft);
  const problem = placing.error ? Problem.of(placing.error) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const parameters = verdict.isReady && !placing.isPending && terms.read();
        if (parameters) place(draft, parameters, () => change({ quantity: '' }));
      }}
    >
      <Stack gap="sm">
        <Select label="Account" data={usable.map(({ id, name }) => ({ value: id, label: name }))} value={account.id} onChange={(next) => next && setAccountId(next)} searchable={usable.length > 8} />
        <SegmentedControl
          fullWidth
          className={classes.side}
          data-side={draft.side}
          value={draft.side}
          onChange={(side) => change({ side: side as Draft['side'] })}
          data={[{ value: 'buy', label: 'Buy' }, { value: 'sell', label: 'Sell' }]}
          aria-label="Side"
        />
        <OrderKind kinds={terms.kinds} value={draft.orderType} onChange={(orderType) => change({ orderType })} />
        <TextInput
          label="Quantity"
          inputMode="decimal"
          autoComplete="off"
          rightSection={<span className={classes.unit}>{rules.base}</span>}
          value={draft.quantity}
          error={problem?.reasonFor('quantity')}
          onChange={(event) => change({ quantity: clean(event.currentTarget.value) })}
        />
        {mayTakeLimit(draft.orderType) && (
          <TextInput
            label="Limit price"
            inputMode="decimal"
            autoComplete="off"
            rightSection={<span className={classes.unit}>{rules.quote}</span>}
            value={draft.limitPrice}
            error={problem?.reasonFor('limit_price')}
            onChange={(event) => change({ limitPrice: clean(event.currentTarget.value) })}
          />
        )}
        <OrderTerms terms={terms} value={draft.terms ?? {}} problem={problem} onChange={(next) => change({ terms: next })} />
        <PreTrade verdict={verdict} rules={rules} side={draft.side} />
        {problem && (
          <div className={classes.refusal} role="alert">
            <strong>{problem.code}</strong> {problem.message}
          </div>
        )}
        <Button type="submit" size="md" color={draft.side === 'buy' ? 'teal.9' : 'red.9'} disabled={!verdict.isReady} loading={placing.isPending}>
          {sentenceOf(draft, rules, verdict.estimate)}
        </Button>
      </Stack>
    </form>
  );
}

const clean = (text: string) => text.replace(/[^\d.]/g, '');

function PreTrade({ verdict, rules, side }: { verdict: Verdict; rules: MarketSymbol; side: Draft['side'] }) {
  const { estimate, checks } = verdict;
  if (!checks.length) return <p className={classes.hint}>The check appears once there is a quantity.</p>;
  return (
    <section className={classes.check} aria-label="Check before the order">
      {estimate && (
        <KeyValues
          items={[
            ['Price, about', <Price key="price" value={estimate.price} name="estimatedPrice" />],
            ['Fee, at most', <Money key="fee" value={estimate.fee} currency={rules.quote} name="estimatedFee" />],
            [side === 'buy' ? 'Costs, about' : 'Brings, about', <Money key="total" value={estimate.total} currency={rules.quote} name="estimatedTotal" />],
          ]}
        />
      )}
      <ul className={classes.checks}>
        {checks.map(({ name, met, detail }) => (
          <li key={name} data-met={met}>
            {met ? <IconCheck size={14} aria-label="met" /> : <IconX size={14} aria-label="not met" />}
            {name}
            <span>{detail}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
