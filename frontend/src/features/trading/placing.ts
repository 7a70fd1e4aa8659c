'use client';

import { useRef } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { TradingAccount } from '@/lib/api/types';
import { formatPrice, formatQuantity, humanise } from '@/lib/format';
import { newId } from '@/lib/ids';
import { told } from '@/lib/toasts';
import type { Draft } from './check';
import { mayTakeLimit } from './terms';

type Placed = { orderId: string; status: string; executedPrice: string | null; executedQuantity: string; reason: string };
type Sent = { draft: Draft; parameters: Record<string, unknown>; key: string };

/** Place orders one at a time; a draft that is sent again after no answer came is the same order. */
export function usePlaceOrder(symbol: string, account: TradingAccount) {
  const cache = useQueryClient();
  const pending = useRef<{ form: string; key: string } | null>(null);
  const isSending = useRef(false);
  const placing = useMutation({
    mutationFn: (sent: Sent) => send(symbol, account.id, sent),
    onSuccess: (placed) => {
      pending.current = null;
      told(...outcomeOf(placed, symbol));
    },
    onSettled: () => {
      isSending.current = false;
      for (const queryKey of [keys.orders, keys.fills, keys.portfolio]) void cache.invalidateQueries({ queryKey });
    },
  });
  const place = (draft: Draft, parameters: Record<string, unknown>, done: () => void) => {
    if (isSending.current) return;
    isSending.current = true;
    const form = JSON.stringify([account.id, symbol, draft, parameters]);
    if (pending.current?.form !== form) pending.current = { form, key: newId() };
    placing.mutate({ draft, parameters, key: pending.current.key }, { onSuccess: done });
  };
  return { placing, place };
}

type Body = NonNullable<Parameters<typeof api.POST<'/api/v1/trading/paper/order', never>>[1]>;

async function send(symbol: string, accountId: string, { draft, parameters, key }: Sent): Promise<Placed> {
  const body = {
    symbol,
    accountId,
    side: draft.side,
    quantity: draft.quantity,
    orderType: draft.orderType,
    limitPrice: (mayTakeLimit(draft.orderType) && draft.limitPrice) || null,
    ...parameters,
  };
  return (await read(api.POST('/api/v1/trading/paper/order', { body, headers: { 'Idempotency-Key': key } } as unknown as Body))) as unknown as Placed;
}

function outcomeOf(placed: Placed, symbol: string): [title: string, message: string] {
  if (!placed.orderId) return ['The order is under way', 'Its outcome appears with the orders.'];
  const title = `${symbol} order ${humanise(placed.status).toLowerCase()}`;
  if (!placed.executedPrice) return [title, placed.reason || 'It rests until the market reaches it.'];
  return [title, `${formatQuantity(placed.executedQuantity)} at ${formatPrice(placed.executedPrice)}`];
}
