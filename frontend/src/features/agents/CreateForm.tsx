'use client';

import { Button, Group, MultiSelect, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { lazily } from '@/components/feedback/lazily';
import { Loading } from '@/components/feedback/States';
import { draftOf } from '@/components/forms/draft';
import { strategies, symbols, venues } from '@/lib/api/queries';
import type { Strategy } from '@/lib/api/types';
import { describeInterval, INTERVALS } from '@/lib/intervals';
import type { Wanted } from './create';
import { checkWish, FIRST, settingsOf, wantedOf, type Wish } from './wish';

const StrategySettings = lazily(() => import('./StrategySettings').then((it) => it.StrategySettings), 240);

/** What is chosen at first, where there is such a kind. */
const USUAL = 'momentum';

export type WishForm = UseFormReturnType<Wish>;
type Props = { isBusy: boolean; onSubmit: (wanted: Wanted, form: WishForm) => void };

/** What an agent is to be; its type and what can be set of it are what the platform says there is. */
export function CreateForm(props: Props) {
  const query = useQuery(strategies);
  return (
    <Panel title="What it is to be">
      <Answer query={query} loading={<Loading rows={9} height={34} />}>
        {({ results }) => <Form kinds={results} {...props} />}
      </Answer>
    </Panel>
  );
}

function Form({ kinds, isBusy, onSubmit }: Props & { kinds: Strategy[] }) {
  const kindOf = (type: string) => kinds.find((each) => each.type === type);
  const settingsFor = (type: string) => settingsOf(kindOf(type));
  const chosenAs = (type: string) => ({ type, parameters: draftOf(settingsFor(type)) });
  const form = useForm<Wish>({
    initialValues: { ...FIRST, ...chosenAs((kindOf(USUAL) ?? kinds[0])?.type ?? '') },
    validate: (wish) => checkWish(wish, settingsFor(wish.type)),
  });
  const { type } = form.values;
  const settings = settingsFor(type);
  return (
    <form onSubmit={form.onSubmit((wish) => onSubmit(wantedOf(wish, settings), form))} noValidate>
      <Stack gap="md">
        <TextInput label="Name" placeholder="Momentum on bitcoin" withAsterisk data-autofocus {...form.getInputProps('name')} />
        <Group grow align="start">
          <Select
            label="Strategy"
            data={kinds.map((each) => ({ value: each.type, label: each.title }))}
            {...form.getInputProps('type')}
            onChange={(next) => next && form.setValues(chosenAs(next))}
          />
          <TextInput label="Capital" description="Paper money in the quote asset" inputMode="decimal" withAsterisk {...form.getInputProps('initialCapital')} />
        </Group>
        <Market form={form} />
        <StrategySettings form={form} fields={settings} description={kindOf(type)?.description ?? ''} />
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
  );
}

const LENGTHS = INTERVALS.map((each) => ({ value: each, label: describeInterval(each) }));

function Market({ form }: { form: WishForm }) {
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
        <Select label="Decides on bars of" data={LENGTHS} {...form.getInputProps('interval')} />
      </Group>
      <MultiSelect label="Trades" data={listed} searchable hidePickedOptions {...form.getInputProps('symbols')} />
    </>
  );
}
