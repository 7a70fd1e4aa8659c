'use client';

import { Button, Group, MultiSelect, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Problem } from '@/lib/api/problem';
import { DEFAULT_VENUE, symbols, venues } from '@/lib/api/queries';
import { isDecimal, signOf } from '@/lib/decimal';
import type { Wanted } from './create';
import { INTERVALS, TYPES } from './types';

const FIRST: Wanted = {
  name: '',
  type: TYPES[0]!.value,
  initialCapital: '100000',
  venue: DEFAULT_VENUE,
  symbols: ['BTC/USD'],
  interval: '1m',
  enableDeFi: true,
  enableMCP: true,
  parameters: {},
};

/** The API's names of fields are the form's names in snake_case. */
const FIELDS: Record<string, keyof Wanted> = { initial_capital: 'initialCapital', enable_defi: 'enableDeFi', enable_mcp: 'enableMCP' };

function check(form: Wanted): Partial<Record<keyof Wanted, string>> {
  const errors: Partial<Record<keyof Wanted, string>> = {};
  if (!form.name.trim()) errors.name = 'An agent needs a name.';
  if (!isDecimal(form.initialCapital) || signOf(form.initialCapital) <= 0) errors.initialCapital = 'An amount above zero, such as 100000.';
  if (!form.symbols.length) errors.symbols = 'Choose what it trades.';
  return errors;
}

export function mapErrors(problem: Problem): Record<string, string> {
  const named = problem.errors.map(({ pointer, reason }) => {
    const field = pointer.split('/')[1] ?? '';
    return [FIELDS[field] ?? field, reason] as const;
  });
  return Object.fromEntries(named);
}

type Props = { isBusy: boolean; onSubmit: (wanted: Wanted, form: UseFormReturnType<Wanted>) => void };

export function CreateForm({ isBusy, onSubmit }: Props) {
  const form = useForm<Wanted>({ initialValues: FIRST, validate: check });
  return (
    <Panel title="What it is to be">
      <form onSubmit={form.onSubmit((wanted) => onSubmit(wanted, form))} noValidate>
        <Stack gap="md">
          <TextInput label="Name" placeholder="Momentum on bitcoin" withAsterisk data-autofocus {...form.getInputProps('name')} />
          <Group grow align="start">
            <Select label="Strategy" data={TYPES} {...form.getInputProps('type')} />
            <TextInput label="Capital" description="Paper money in the quote asset" inputMode="decimal" withAsterisk inputWrapperOrder={['label', 'input', 'description', 'error']} {...form.getInputProps('initialCapital')} />
          </Group>
          <Market form={form} />
          <Switch
            label="DeFi vault"
            description="An address on every network, and tools to put money to work"
            {...form.getInputProps('enableDeFi', { type: 'checkbox' })}
          />
          <Switch
            label="Tools"
            description="It may act by itself. Without tools it trades only by your hand"
            {...form.getInputProps('enableMCP', { type: 'checkbox' })}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy}>
              Create and start
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function Market({ form }: { form: UseFormReturnType<Wanted> }) {
  const { venue, symbols: chosen } = form.values;
  const { data } = useQuery(symbols(venue));
  const { data: known } = useQuery(venues);
  const listed = data?.symbols.map(({ symbol }) => symbol) ?? chosen;
  const markets = known?.venues.map(({ id, source }) => ({ value: id, label: `${id} (${source})` })) ?? [venue];
  const change = (next: string | null) => {
    if (next && next !== venue) form.setValues({ venue: next, symbols: [] });
  };
  return (
    <>
      <Group grow align="start">
        <Select label="Venue" data={markets} {...form.getInputProps('venue')} onChange={change} />
        <Select label="Decides on bars of" data={INTERVALS} {...form.getInputProps('interval')} />
      </Group>
      <MultiSelect label="Trades" data={listed} searchable hidePickedOptions {...form.getInputProps('symbols')} />
    </>
  );
}
