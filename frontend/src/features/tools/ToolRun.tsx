'use client';

import { useState } from 'react';
import { Badge, Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPlayerPlay } from '@tabler/icons-react';
import { CopyId } from '@/components/data/CopyId';
import { Json } from '@/components/data/Json';
import { Panel } from '@/components/data/Panel';
import { Failure } from '@/components/feedback/States';
import { draftOf, parametersOf, type Errors } from '@/components/forms/draft';
import { fieldsOf, type Schema } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';
import type { Tool } from '@/lib/api/types';
import { newId } from '@/lib/ids';
import { useMay } from '@/lib/session';
import { runTool, type Answered } from './queries';
import classes from './ToolBench.module.css';

/** Where the API points to, as the form names it: `/parameters/order/price` is `order.price`. */
const errorsOf = (problem: Problem): Errors =>
  Object.fromEntries(problem.errors.map(({ pointer, reason }) => [pointer.split('/').slice(2).join('.'), reason]));

/** One tool: its manual, its parameters, and what it answered. */
export function ToolRun({ agentId, tool }: { agentId: string; tool: Tool }) {
  const fields = fieldsOf(tool.parametersSchema as Schema);
  const [draft, setDraft] = useState(() => draftOf(fields));
  const [errors, setErrors] = useState<Errors>({});
  const mayTrade = useMay('trade');
  const cache = useQueryClient();
  const run = useMutation({
    mutationFn: runTool,
    onError: (error) => setErrors(errorsOf(Problem.of(error))),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.executions }),
  });
  const submit = () => {
    const found = parametersOf(fields, draft);
    setErrors(found.errors);
    if (!Object.keys(found.errors).length) run.mutate({ agentId, tool: tool.name, parameters: found.parameters, key: newId() });
  };
  return (
    <Panel title={tool.title} aside={<Hints tool={tool} />}>
      <Manual text={tool.description} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <SchemaFields fields={fields} draft={draft} errors={errors} onChange={setDraft} />
        <Group mt="md">
          <Button type="submit" leftSection={<IconPlayerPlay size={15} />} loading={run.isPending} disabled={!mayTrade}>
            Run as this agent
          </Button>
        </Group>
      </form>
      {run.error && !Object.keys(errors).length && <Failure error={run.error} />}
      {run.data && <Outcome answer={run.data} />}
    </Panel>
  );
}

/** What the tool's author wrote, with the names in backticks set as code. */
function Manual({ text }: { text: string }) {
  const parts = text.split('`');
  return <p className={classes.manual}>{parts.map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))}</p>;
}

function Hints({ tool }: { tool: Tool }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Badge>{tool.readOnly ? 'reads' : 'acts'}</Badge>
      {tool.destructive && <Badge>cannot be undone</Badge>}
      <Badge visibleFrom="sm" data-row={tool.name} data-figure="perMinute" data-value={tool.perMinute}>{tool.perMinute} a minute</Badge>
    </Group>
  );
}

/** What came of it; a result too long to come along can be fetched, piece by piece. */
function Result({ result, url }: { result: unknown; url?: string | null }) {
  if (url) return <p className={classes.reason}>The result is long: it is read in pieces from <code>{url}</code>.</p>;
  return <Json value={result} label="Result" />;
}

function Outcome({ answer }: { answer: Answered }) {
  if (!('success' in answer)) {
    return (
      <div className={classes.answer} role="status">
        <Status value="queued" label="Under way: its outcome appears below" />
      </div>
    );
  }
  return (
    <div className={classes.answer} role="status">
      <div className={classes.facts}>
        <Status value={answer.success ? 'succeeded' : 'refused'} />
        <span>{Math.round(answer.executionTime)} ms</span>
        <CopyId value={answer.executionId} label="execution id" />
      </div>
      {answer.success ? (
        <Result result={answer.result} url={answer.resultUrl} />
      ) : (
        <>
          <p className={classes.reason}>
            <code>{answer.code}</code> {answer.reason}
          </p>
          {Object.keys(answer.details).length > 0 && <Json value={answer.details} label="Details" />}
        </>
      )}
    </div>
  );
}
