'use client';

import { useState } from 'react';
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import { isDecimal, signOf } from '@/lib/decimal';
import { formatMoney } from '@/lib/format';
import { newId } from '@/lib/ids';
import { useMay } from '@/lib/session';
import { told } from '@/lib/toasts';
import { moveMoney, type Movement } from './queries';

const ASSET = 'USD';

/** Cash from the trading account into the vault, and back. */
export function MoveMoney({ vaultId }: { vaultId: string }) {
  const [amount, setAmount] = useState('');
  const cache = useQueryClient();
  const moving = useMutation({
    mutationFn: moveMoney,
    onSuccess: (_, { way }) => {
      told(way === 'deposit' ? 'Moved into the vault' : 'Moved out of the vault', formatMoney(amount, ASSET));
      setAmount('');
    },
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.vaults });
      void cache.invalidateQueries({ queryKey: keys.portfolio });
    },
  });
  if (!useMay('operate')) return null;
  const isAmount = isDecimal(amount) && signOf(amount) > 0;
  const move = (way: Movement['way']) => moving.mutate({ vaultId, way, amount, asset: ASSET, key: newId() });
  const button = (way: Movement['way'], label: string) => (
    <Button variant="default" flex={{ base: '1', sm: 'none' }} disabled={!isAmount || moving.isPending} loading={moving.isPending && moving.variables.way === way} onClick={() => move(way)}>
      {label}
    </Button>
  );
  return (
    <Group mt="lg" align="start" gap="xs">
      <TextInput
        aria-label={`Amount in ${ASSET}`}
        placeholder={`Amount in ${ASSET}`}
        inputMode="decimal"
        value={amount}
        error={moving.error ? Problem.of(moving.error).message : undefined}
        onChange={(event) => setAmount(event.currentTarget.value.replace(/[^\d.]/g, ''))}
        flex={{ base: '1 1 100%', sm: '1 1 150px' }}
      />
      {button('deposit', 'Deposit')}
      {button('withdraw', 'Withdraw')}
    </Group>
  );
}
