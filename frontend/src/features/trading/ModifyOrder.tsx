'use client';

import { useMemo, useState } from 'react';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Failure } from '@/components/feedback/States';
import { draftOf, parametersOf, type Errors } from '@/components/forms/draft';
import { fieldsOf, type Schema } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import { commands } from '@/lib/api/queries';
import type { Order } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { told } from '@/lib/toasts';
import { runCommand } from './queries';

const COMMAND = 'modify_order';

/** Change what rests, where the platform can: what may be changed is what its command takes. */
export function ModifyOrder({ order }: { order: Order }) {
  const { data } = useQuery(commands('trading'));
  const [isOpen, setOpen] = useState(false);
  const mayTrade = useMay('trade');
  const command = data?.find(({ name }) => name === COMMAND);
  if (!mayTrade || !command || order.type === 'market') return null;
  return (
    <>
      <Button variant="default" size="compact-xs" onClick={() => setOpen(true)}>
        Change
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`Change the ${order.symbol} order`} closeButtonProps={{ 'aria-label': 'Close' }}>
        {isOpen && <Form order={order} schema={command.parametersSchema as Schema} onDone={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

const errorsOf = (problem: Problem): Errors => Object.fromEntries(problem.errors.map(({ pointer, reason }) => [pointer.split('/').at(-1) ?? '', reason]));

function Form({ order, schema, onDone }: { order: Order; schema: Schema; onDone: () => void }) {
  const fields = useMemo(() => fieldsOf(schema).filter(({ name }) => name !== 'order_id'), [schema]);
  const [draft, setDraft] = useState(() => ({ ...draftOf(fields), quantity: order.quantity, limit_price: order.limitPrice ?? '' }));
  const [errors, setErrors] = useState<Errors>({});
  const cache = useQueryClient();
  const changing = useMutation({
    mutationFn: runCommand,
    onSuccess: () => {
      told('Order changed', `${order.symbol}: it rests under its new terms.`);
      onDone();
    },
    onError: (error) => setErrors(errorsOf(Problem.of(error))),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.orders }),
  });
  const submit = () => {
    const { parameters, errors: found } = parametersOf(fields, draft);
    setErrors(found);
    if (!Object.keys(found).length && !changing.isPending) changing.mutate({ tool: COMMAND, parameters: { order_id: order.id, ...parameters } });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <SchemaFields fields={fields} draft={draft} errors={errors} onChange={(next) => setDraft(next as typeof draft)} />
        {changing.error && !Object.keys(errors).length && <Failure error={changing.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={changing.isPending}>
            Change it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
