'use client';

import { useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Answer } from '@/components/feedback/Answer';
import { draftOf, parametersOf, type Draft, type Errors } from '@/components/forms/draft';
import { fieldsOf, type Field, type Schema } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { Problem } from '@/lib/api/problem';
import { commands } from '@/lib/api/queries';
import type { Agent, Tool } from '@/lib/api/types';
import { cloneAgent } from './clone';
import { Making } from './Making';
import { NOT_BEGUN } from './useSaga';
import { useMaking } from './useMaking';

/** What the command asks for beyond the agent that one stands at, by its own schema. */
const fieldsFor = (tools: Tool[]): Field[] =>
  fieldsOf((tools.find(({ name }) => name === 'clone_agent')?.parametersSchema ?? {}) as Schema).filter(({ name }) => name !== 'agent_id');

/** The same strategy, market and settings with capital of its own; what the command takes is in its schema. */
export function CloneForm({ agent }: { agent: Agent }) {
  const query = useQuery(commands('agents'));
  return <Answer query={query}>{(tools) => <Form agent={agent} fields={fieldsFor(tools)} />}</Answer>;
}

function Form({ agent, fields }: { agent: Agent; fields: Field[] }) {
  const [draft, write] = useState<Draft>(() => draftOf(fields));
  const [errors, point] = useState<Errors>({});
  const { make, ...made } = useMaking(cloneAgent);
  const submit = () => {
    const { parameters, errors: wrong } = parametersOf(fields, draft);
    point(wrong);
    if (!Object.keys(wrong).length) make({ agentId: agent.id, parameters }, (error) => point(pointed(error)));
  };
  const isMaking = made.isUnderWay || made.agentId !== null || made.progress !== NOT_BEGUN;
  if (isMaking) return <Making {...made} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          It gets the type, market and settings of {agent.name}, and an account, a vault and tools of its own. Memory, decisions and positions are not copied.
        </Text>
        <SchemaFields fields={fields} draft={draft} errors={errors} onChange={write} />
        {made.error && !Object.keys(errors).length && <Making {...made} />}
        <Group justify="flex-end">
          <Button type="submit">Clone and start</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What the API points at, by the names of the fields. */
const pointed = (error: Error): Errors => Object.fromEntries(Problem.of(error).errors.map(({ pointer, reason }) => [pointer.split('/').at(-1)!, reason]));
