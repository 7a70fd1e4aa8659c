'use client';

import { useState } from 'react';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KeyValues } from '@/components/data/KeyValues';
import { Answer } from '@/components/feedback/Answer';
import { draftOf, parametersOf, type Draft, type Errors } from '@/components/forms/draft';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { Quantity } from '@/components/numbers/Amount';
import { Status } from '@/components/numbers/Status';
import { strategies } from '@/lib/api/queries';
import type { Decision, Rerun as Answered, Strategy } from '@/lib/api/types';
import { rerun } from './queries';
import { settingsOf } from './wish';

type Asked = { type?: string; parameters?: string };

/** A past decision made again, as it was or by another strategy; nothing is changed by it. */
export function Rerun({ decision }: { decision: Decision }) {
  const [asked, ask] = useState<Asked | null>(null);
  const kinds = useQuery(strategies);
  return (
    <Stack gap="xs">
      <Answer query={kinds}>{({ results }) => <Choice kinds={results} onAsk={ask} />}</Answer>
      {asked && <Compared decision={decision} asked={asked} />}
    </Stack>
  );
}

function Choice({ kinds, onAsk }: { kinds: Strategy[]; onAsk: (asked: Asked) => void }) {
  const [type, choose] = useState<string | null>(null);
  const [draft, write] = useState<Draft>({});
  const [errors, point] = useState<Errors>({});
  const fields = settingsOf(kinds.find((each) => each.type === type));
  const submit = () => {
    if (!type) return onAsk({});
    const { parameters, errors: found } = parametersOf(fields, draft);
    point(found);
    if (!Object.keys(found).length) onAsk({ type, parameters: JSON.stringify(parameters) });
  };
  return (
    <>
      <Group align="end">
        <Select
          label="Decide again"
          placeholder="As it was decided"
          clearable
          data={kinds.map((each) => ({ value: each.type, label: each.title }))}
          value={type}
          onChange={(next) => {
            choose(next);
            write(draftOf(settingsOf(kinds.find((each) => each.type === next))));
          }}
        />
        <Button variant="light" onClick={submit}>
          Compare
        </Button>
      </Group>
      {type && <SchemaFields fields={fields} draft={draft} errors={errors} onChange={write} path="" columns={2} />}
    </>
  );
}

function Compared({ decision, asked }: { decision: Decision; asked: Asked }) {
  const query = useQuery(rerun(decision.agentId, decision.id, asked));
  return <Answer query={query}>{(found) => <Comparison found={found} symbol={decision.symbol} />}</Answer>;
}

function Comparison({ found, symbol }: { found: Answered; symbol: string }) {
  return (
    <Stack gap="xs" aria-label="Comparison" role="region">
      <KeyValues
        items={[
          ['Then', <Outcome key="then" action={found.original.action} quantity={found.original.quantity} symbol={symbol} />],
          ['Again', <Outcome key="again" action={found.again.action} quantity={found.again.quantity} symbol={symbol} />],
          ['Because', found.again.sentence],
        ]}
      />
      <Text size="sm" c="dimmed">
        {verdict(found)}
      </Text>
    </Stack>
  );
}

function verdict({ sameDecision, sameInputs }: Answered): string {
  const outcome = sameDecision ? 'It comes to the same.' : 'It comes to something else.';
  return sameInputs === false ? `${outcome} The bars are no longer those that it was made of.` : outcome;
}

function Outcome({ action, quantity, symbol }: { action: string; quantity: string; symbol: string }) {
  return (
    <Group gap="xs">
      <Status value={action} />
      {action !== 'hold' && (
        <span>
          <Quantity value={quantity} name="quantity" /> {symbol}
        </span>
      )}
    </Group>
  );
}
