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

type Placed = { orderId: string; status: string; executedPrice: string | null; executedQuantity: string; reason: string };
type Sent = { draft: Draft; key: string };

/** Place orders one at a time; a draft that is sent again after no answer came is the same order. */
export function usePlaceOrder(symbol: string, account: TradingAccount) {
  const cache = useQueryClient();
  const pending = useRef<{ form: string; key: string } | null>(null);
  const isSending = useRef(false);
  const placing = useMutation({
    mutationFn: ({ draft, key }: Sent) => send(symbol, account.id, draft, key),
    onSuccess: (placed) => {
      pending.current = null;
      told(...outcomeOf(placed, symbol));
    },
    onSettled: () => {
      isSending.current = false;
      for (const queryKey of [keys.orders, keys.fills, keys.portfolio]) void cache.invalidateQueries({ queryKey });
    },
  });
  const place = (draft: Draft, done: () => void) => {
    if (isSending.current) return;
    isSending.current = true;
    const form = JSON.stringify([account.id, symbol, draft]);
    if (pending.current?.form !== form) pending.current = { form, key: newId() };
    placing.mutate({ draft, key: pending.current.key }, { onSuccess: done });
  };
  return { placing, place };
}

async function send(symbol: string, accountId: string, draft: Draft, key: string): Promise<Placed> {
  const body = {
    symbol,
    accountId,
    side: draft.side,
    quantity: draft.quantity,
    orderType: draft.orderType,
    limitPrice: draft.orderType === 'limit' ? draft.limitPrice : null,
  };
  return (await read(api.POST('/api/v1/trading/paper/order', { body, headers: { 'Idempotency-Key': key } }))) as unknown as Placed;
}

function outcomeOf(placed: Placed, symbol: string): [title: string, message: string] {
  if (!placed.orderId) return ['The order is under way', 'Its outcome appears with the orders.'];
  const title = `${symbol} order ${humanise(placed.status).toLowerCase()}`;
  if (!placed.executedPrice) return [title, placed.reason || 'It rests until the market reaches it.'];
  return [title, `${formatQuantity(placed.executedQuantity)} at ${formatPrice(placed.executedPrice)}`];
}
