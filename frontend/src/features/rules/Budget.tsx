'use client';

import { useState } from 'react';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Age } from '@/components/numbers/Age';
import { Quantity } from '@/components/numbers/Amount';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import type { Budget } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { budgets, setBudget } from './queries';
import classes from './rules.module.css';

/** What the agent and everybody above may spend today, and what is used. */
export function BudgetPanel({ agentId }: { agentId: string }) {
  const query = useQuery(budgets(agentId));
  const mayOperate = useMay('operate');
  return (
    <Panel title="Budgets of the day">
      <Answer query={query}>
        {({ budgets: found, resetsAt }) => {
          const own = found.find(({ actor }) => actor.id === agentId);
          return (
            <Stack gap="sm">
              {found.length ? found.map((each) => <Uses key={each.actor.id} budget={each} />) : <p className={classes.note}>Nothing is limited.</p>}
              <p className={classes.note}>
                They begin anew at <Age at={resetsAt} as="moment" />. What reduces risk is never refused.
              </p>
              {mayOperate && <LimitsForm key={JSON.stringify([own?.callsPerDay, own?.moneyPerDay, own?.llmPerDay])} agentId={agentId} own={own} />}
            </Stack>
          );
        }}
      </Answer>
    </Panel>
  );
}

function Uses({ budget }: { budget: Budget }) {
  const { actor, callsPerDay, callsUsed, moneyPerDay, moneyUsed, currency, llmPerDay, llmUsed } = budget;
  return (
    <div data-budget={actor.id}>
      <strong>
        {actor.name} <span className={classes.note}>({actor.kind})</span>
      </strong>
      <Use label="Calls" used={String(callsUsed)} allowed={callsPerDay === null ? null : String(callsPerDay)} name="calls" />
      <Use label={`Money, ${currency}`} used={moneyUsed} allowed={moneyPerDay} name="money" />
      <Use label="Language models, USD" used={llmUsed} allowed={llmPerDay} name="llm" />
    </div>
  );
}

function Use({ label, used, allowed, name }: { label: string; used: string; allowed: string | null; name: string }) {
  return (
    <p className={classes.use}>
      <span>{label}</span>
      <span>
        <Quantity value={used} places={2} name={`${name}Used`} /> of {allowed === null ? 'any' : <Quantity value={allowed} places={2} name={`${name}PerDay`} />}
      </span>
    </p>
  );
}

/** The limits as the tool that sets them names them. */
const FIELDS = { callsPerDay: 'calls_per_day', moneyPerDay: 'money_per_day', llmPerDay: 'llm_per_day' };

/** The agent's own limits; an empty field is without a limit. */
function LimitsForm({ agentId, own }: { agentId: string; own: Budget | undefined }) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState({ callsPerDay: String(own?.callsPerDay ?? ''), moneyPerDay: own?.moneyPerDay ?? '', llmPerDay: own?.llmPerDay ?? '' });
  const setting = useMutation({
    mutationFn: () => {
      const given = (text: string) => text.trim() || null;
      const calls = given(draft.callsPerDay);
      return setBudget(agentId, { callsPerDay: calls === null ? null : Number(calls), moneyPerDay: given(draft.moneyPerDay), llmPerDay: given(draft.llmPerDay), currency: own?.currency ?? 'USD' });
    },
    onSuccess: () => told('The budget is set'),
    onError: (error) => refused('The budget is not set', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.agentPart(agentId, 'budget') }),
  });
  const problem = setting.error && Problem.of(setting.error);
  const field = (name: keyof typeof draft, label: string) => (
    <TextInput size="xs" label={label} placeholder="No limit" inputMode="decimal" value={draft[name]} error={problem?.reasonFor(FIELDS[name])} onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, [name]: value }))} />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!setting.isPending) setting.mutate();
      }}
    >
      <Stack gap={6}>
        {field('callsPerDay', 'Calls a day')}
        {field('moneyPerDay', `Money a day, ${own?.currency ?? 'USD'}`)}
        {field('llmPerDay', 'Language models a day, USD')}
        <Group justify="flex-end">
          <Button size="xs" type="submit" loading={setting.isPending}>
            Set its budget
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
