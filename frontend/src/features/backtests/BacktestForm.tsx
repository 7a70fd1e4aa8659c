'use client';

import { useMemo, useState } from 'react';
import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty, Loading } from '@/components/feedback/States';
import { draftOf, type Errors } from '@/components/forms/draft';
import type { Schema } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import { commands, strategies } from '@/lib/api/queries';
import type { Strategy } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { MarketFields } from './MarketFields';
import { runBacktest } from './queries';
import { TermFields } from './TermFields';
import { errorsOf, FIRST, SETTINGS, settingsOf, termsOf, wantedOf } from './terms';

/** `onAsked` hears the id of a backtest that has ended, or null of one that is still to be looked for. */
type Props = { onAsked: (id: string | null) => void };

/** What to play over which bars, by the schemas of the strategy and of the tool. */
export function BacktestForm({ onAsked }: Props) {
  const kinds = useQuery(strategies);
  const tools = useQuery(commands('analysis'));
  const mayTrade = useMay('trade');
  const waiting = <Loading rows={9} height={34} />;
  return (
    <Panel title="New backtest">
      {mayTrade ? (
        <Answer query={kinds} loading={waiting}>
          {({ results }) => (
            <Answer query={tools} loading={waiting}>
              {(found) => {
                const tool = found.find(({ name }) => name === 'backtest_strategy');
                return tool ? <Form kinds={results.filter(({ canBeBacktested }) => canBeBacktested)} schema={tool.parametersSchema as Schema} onAsked={onAsked} /> : <Empty title="Backtests are not offered here" />;
              }}
            </Answer>
          )}
        </Answer>
      ) : (
        <Empty title="You may look, not run backtests" />
      )}
    </Panel>
  );
}

function Form({ kinds, schema, onAsked }: Props & { kinds: Strategy[]; schema: Schema }) {
  const fields = useMemo(() => termsOf(schema), [schema]);
  const [type, setType] = useState(kinds[0]?.type ?? '');
  const kind = kinds.find((each) => each.type === type);
  const own = useMemo(() => settingsOf(kind), [kind]);
  const [settings, setSettings] = useState(() => draftOf(own));
  const [terms, setTerms] = useState(() => draftOf(fields));
  const [market, setMarket] = useState(FIRST);
  const [errors, setErrors] = useState<Errors>({});
  const running = useRun(onAsked, setErrors);
  const choose = (next: string) => {
    setType(next);
    setSettings(draftOf(settingsOf(kinds.find((each) => each.type === next))));
    setErrors({});
  };
  const submit = () => {
    const found = wantedOf({ strategy: type, market, settings, terms }, own, fields);
    setErrors(found.errors);
    if (!Object.keys(found.errors).length && !running.isPending) running.mutate(found.wanted);
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
        <Select label="Strategy" data={kinds.map((each) => ({ value: each.type, label: humanise(each.type) }))} value={type} onChange={(next) => next && choose(next)} error={errors.strategy} />
        <Text size="sm" c="dimmed">
          {kind?.description}
        </Text>
        <SchemaFields fields={own} draft={settings} errors={errors} onChange={setSettings} path={`${SETTINGS}.`} />
        <MarketFields market={market} errors={errors} onChange={setMarket} />
        <TermFields fields={fields} draft={terms} errors={errors} onChange={setTerms} />
        {running.error && !Object.keys(errors).length && <Refusal problem={Problem.of(running.error)} />}
        <Group justify="flex-end">
          <Button type="submit" leftSection={<IconPlayerPlay size={15} />} loading={running.isPending}>
            Run
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useRun(onAsked: Props['onAsked'], setErrors: (errors: Errors) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: runBacktest,
    onSuccess: onAsked,
    onError: (error) => setErrors(errorsOf(Problem.of(error))),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.backtestList }),
  });
}

/** Why it was not run: the limit by its name, and what to do about it. */
export function Refusal({ problem: { code, message } }: { problem: Pick<Problem, 'code' | 'message'> }) {
  return (
    <Alert color="red" variant="outline" role="alert" p="sm" title={humanise(code)}>
      {message}
    </Alert>
  );
}
