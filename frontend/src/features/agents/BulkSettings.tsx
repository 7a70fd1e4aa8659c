'use client';

import { useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAdjustments } from '@tabler/icons-react';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { parametersOf, type Draft, type Errors } from '@/components/forms/draft';
import type { Field } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { agentTypes } from '@/lib/api/queries';
import { humanise } from '@/lib/format';
import type { Order } from './bulk';
import { settingsOf } from './wish';

type Props = { type: string | null; isBusy: boolean; onOrder: (order: Order) => void };

/** The settings of one type of agents, of which only those change that are written. */
export function BulkSettings({ type, ...rest }: Props) {
  const query = useQuery(agentTypes);
  if (type === null) {
    return (
      <Empty title="They are of several types" icon={IconAdjustments}>
        Settings belong to a type. Narrow the list to one, or choose agents of one type only.
      </Empty>
    );
  }
  return <Answer query={query}>{({ results }) => <Form type={type} fields={settingsOf(results.find((each) => each.type === type))} {...rest} />}</Answer>;
}

/** Nothing stands in it: what is not written stays as each agent has it. */
const unwritten = (fields: Field[]): Draft => Object.fromEntries(fields.filter(({ kind }) => kind === 'object').map(({ name }) => [name, {}]));
const optional = (fields: Field[]): Field[] => fields.map((field) => ({ ...field, required: false, fields: optional(field.fields) }));

function Form({ type, fields, isBusy, onOrder }: Omit<Props, 'type'> & { type: string; fields: Field[] }) {
  const [draft, write] = useState<Draft>(() => unwritten(fields));
  const [errors, point] = useState<Errors>({});
  const { parameters, errors: wrong } = parametersOf(optional(fields), draft);
  const isEmpty = !Object.keys({ ...parameters, ...wrong }).length;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        point(wrong);
        if (!isEmpty && !isBusy && !Object.keys(wrong).length) onOrder({ kind: 'configure', type, parameters });
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          What you write here becomes the setting of each {humanise(type)} agent from its next bar on; what you leave empty stays as each has it. Each gets a new version, which can be rolled back. Agents that do not take it are listed.
        </Text>
        <SchemaFields fields={optional(fields)} draft={draft} errors={errors} onChange={write} columns={2} />
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={isEmpty}>
            Configure them
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
