'use client';

import { useState } from 'react';
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconMessageChatbot, IconPlus } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { LanguageEndpoint } from '@/lib/api/types';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { EndpointForm } from './EndpointForm';
import { BLANK, draftOf, endpoints, remove, type Draft } from './endpoints';
import classes from './language.module.css';

/** Where language models are asked, in the order in which they are tried; administrators set it. */
export function LanguageModels() {
  const query = useQuery(endpoints);
  const maySet = useMay('admin');
  const [editing, edit] = useState<Draft | null>(null);
  const add = maySet && (
    <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={() => edit(BLANK)}>
      Add
    </Button>
  );
  return (
    <Panel title="Language models" flush aside={add}>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ul className={classes.endpoints}>
              {results.map((each) => (
                <Line key={each.name} endpoint={each} edit={maySet ? edit : undefined} />
              ))}
            </ul>
          ) : (
            <Empty title="No language model is set" icon={IconMessageChatbot}>
              Agents of the type llm ask the models that are set here, the first that answers.
            </Empty>
          )
        }
      </Answer>
      <Modal opened={editing !== null} onClose={() => edit(null)} title={editing?.name ? `Model endpoint ${editing.name}` : 'New model endpoint'} closeButtonProps={{ 'aria-label': 'Close' }}>
        {editing && <EndpointForm before={editing} onDone={() => edit(null)} />}
      </Modal>
    </Panel>
  );
}

function Line({ endpoint, edit }: { endpoint: LanguageEndpoint; edit?: (draft: Draft) => void }) {
  const { name, model, baseUrl, inputPrice, outputPrice, enabled, hasKey } = endpoint;
  const prices = inputPrice === null || outputPrice === null ? 'price as listed' : `${inputPrice} in, ${outputPrice} out (USD per million tokens)`;
  return (
    <li className={classes.endpoint} data-endpoint={name}>
      <Status value={enabled ? 'live' : 'disabled'} label={enabled ? 'On' : 'Off'} />
      <div className={classes.text}>
        <strong>
          {name}: {model}
        </strong>
        <p className={classes.detail}>
          {baseUrl}; {hasKey ? 'key set' : 'no key'}; {prices}.
        </p>
      </div>
      {edit && (
        <Group gap={6} wrap="nowrap">
          <Button variant="default" size="xs" onClick={() => edit(draftOf(endpoint))} aria-label={`Change ${name}`}>
            Change
          </Button>
          <Remove name={name} />
        </Group>
      )}
    </li>
  );
}

function Remove({ name }: { name: string }) {
  const cache = useQueryClient();
  const [isSure, setSure] = useState(false);
  const removing = useMutation({
    mutationFn: () => remove(name),
    onSuccess: () => told(`${name} is removed`),
    onError: (error) => refused('The endpoint is not removed', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.languageEndpoints }),
  });
  return (
    <Button variant="default" size="xs" color="red" loading={removing.isPending} onBlur={() => setSure(false)} onClick={() => (isSure ? removing.mutate() : setSure(true))} aria-label={`Remove ${name}`}>
      {isSure ? 'Really remove' : 'Remove'}
    </Button>
  );
}
