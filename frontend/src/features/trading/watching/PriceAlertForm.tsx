'use client';

import { useMemo, useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Answer } from '@/components/feedback/Answer';
import { Failure } from '@/components/feedback/States';
import { draftOf, parametersOf, type Errors } from '@/components/forms/draft';
import { fieldsOf, type Field, type Schema } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import { commands } from '@/lib/api/queries';
import { told } from '@/lib/toasts';
import { createPriceAlert } from './queries';
import { fieldsFor } from './words';

type Props = { venue: string; symbol: string; onDone: () => void };

/** What the command takes, by its own schema. */
export function PriceAlertForm(props: Props) {
  const query = useQuery(commands('trading'));
  return (
    <Answer query={query}>
      {(tools) => {
        const command = tools.find(({ name }) => name === 'create_price_alert');
        return command ? <Form {...props} schema={command.parametersSchema as Schema} /> : null;
      }}
    </Answer>
  );
}

const errorsOf = (problem: Problem): Errors => Object.fromEntries(problem.errors.map(({ pointer, reason }) => [pointer.split('/').at(-1) ?? '', reason]));

function Form({ venue, symbol, onDone, schema }: Props & { schema: Schema }) {
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const [draft, setDraft] = useState(() => draftOf(fields));
  const [errors, setErrors] = useState<Errors>({});
  const cache = useQueryClient();
  const shown = fieldsFor(String(draft.condition), draft.repeat === true)
    .map((name) => fields.find((field) => field.name === name))
    .filter((field): field is Field => field !== undefined);
  const setting = useMutation({
    mutationFn: createPriceAlert,
    onSuccess: () => {
      told('The price alert waits', `${symbol}: from the next bar on.`);
      onDone();
    },
    onError: (error) => setErrors(errorsOf(Problem.of(error))),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.priceAlerts }),
  });
  const submit = () => {
    const { parameters, errors: found } = parametersOf(shown, draft);
    setErrors(found);
    if (!Object.keys(found).length && !setting.isPending) setting.mutate({ ...parameters, symbol, venue });
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
        <SchemaFields fields={shown} draft={draft} errors={errors} onChange={setDraft} />
        {setting.error && !Object.keys(errors).length && <Failure error={setting.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={setting.isPending}>
            Wait for it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
