'use client';

import { useState } from 'react';
import { Button, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { TypedConfirm } from '@/components/forms/TypedConfirm';
import { humanise, plural } from '@/lib/format';
import { useMay } from '@/lib/session';
import type { Move, Order } from './bulk';
import { BulkSettings } from './BulkSettings';

type Props = { kind: Order['kind']; count: number; type: string | null; isBusy: boolean; onClose: () => void; onOrder: (order: Order) => void };

/** What an order to many needs before it is given. */
export function BulkDialog({ kind, ...rest }: Props) {
  if (kind === 'archive') return <Archive {...rest} />;
  const title = `${humanise(kind)} ${plural(rest.count, 'agent')}`;
  return (
    <Modal opened onClose={rest.onClose} title={title} size={kind === 'configure' ? 'lg' : 'md'} closeButtonProps={{ 'aria-label': 'Close' }}>
      {kind === 'configure' ? <BulkSettings {...rest} /> : <MoveForm kind={kind} {...rest} />}
    </Modal>
  );
}

const MEANINGS: Record<Move, string> = {
  start: 'New, stopped and broken ones begin to decide on bars. The others are left as they are, and listed.',
  pause: 'Running ones decide no more until they are resumed; orders and positions stay. The others are left as they are, and listed.',
  resume: 'Paused ones decide again. The others are left as they are, and listed.',
  stop: 'Orders and positions stay; they can be started again. Those that stand already are left as they are, and listed.',
};

function MoveForm({ kind, isBusy, onOrder }: Omit<Props, 'kind'> & { kind: Move }) {
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onOrder({ kind, reason: reason.trim() });
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {MEANINGS[kind]}
        </Text>
        <TextInput label="Reason" description="For the record; it may be left out" maxLength={500} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy}>
            {humanise(kind)} them
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Archive({ count, isBusy, onClose, onOrder }: Omit<Props, 'kind'>) {
  const [closePositions, setClose] = useState(false);
  const mayTrade = useMay('trade');
  return (
    <TypedConfirm opened onClose={onClose} title={`Archive ${plural(count, 'agent')}`} word="ARCHIVE" action="Archive them" isBusy={isBusy} onConfirm={() => onOrder({ kind: 'archive', closePositions })}>
      <Stack gap="sm">
        <span>They end for good: orders are cancelled, capital goes back, vaults are closed and keys end. Records stay. Those that cannot be archived are listed with the reason.</span>
        <Switch label="Close positions" description="Sells what they hold at the market. Without it, who holds something is left as it is." disabled={!mayTrade} checked={closePositions} onChange={(event) => setClose(event.currentTarget.checked)} />
      </Stack>
    </TypedConfirm>
  );
}
