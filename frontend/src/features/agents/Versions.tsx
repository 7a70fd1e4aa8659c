'use client';

import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { Version } from '@/lib/api/types';
import { humanise, NOTHING } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused, told } from '@/lib/toasts';
import { describeHours, type Hours } from './hours';
import { rollBack, versions } from './queries';
import classes from './Versions.module.css';

/** Every version of an agent's settings, what it changed, and the way back to it. */
export function Versions({ agentId }: { agentId: string }) {
  const query = useQuery(versions(agentId));
  return (
    <Panel title="Versions of its configuration" flush>
      <Answer query={query}>
        {({ results }) => (
          <ul className={classes.list}>
            {results.map((each) => (
              <Row key={each.version} agentId={agentId} version={each} />
            ))}
          </ul>
        )}
      </Answer>
    </Panel>
  );
}

function Row({ agentId, version }: { agentId: string; version: Version }) {
  return (
    <li className={classes.version} data-version={version.version}>
      <div className={classes.words}>
        <strong>
          Version {version.version} {version.inForce && <Status value="active" label="In force" />}
        </strong>
        <p className={classes.detail}>
          By {version.createdBy}, <Age at={version.createdAt} as="moment" />
        </p>
        {version.changes.length > 0 && (
          <dl className={classes.changes}>
            {version.changes.map(({ name, before, after }) => (
              <div key={name}>
                <dt>{humanise(name)}</dt>
                <dd>
                  <del>{say(name, before)}</del> <ins>{say(name, after)}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {!version.inForce && <GoBack agentId={agentId} version={version.version} />}
    </li>
  );
}

function GoBack({ agentId, version }: { agentId: string; version: number }) {
  const cache = useQueryClient();
  const may = useMay('operate');
  const back = useMutation({
    mutationFn: () => rollBack(agentId, version),
    onSuccess: () => told(`It decides by version ${version} again`, 'From its next bar on, as a new version.'),
    onError: (error) => refused('Its configuration stays as it is', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.agent(agentId) }),
  });
  if (!may) return null;
  return (
    <Button size="compact-xs" variant="default" loading={back.isPending} aria-label={`Go back to version ${version}`} onClick={() => back.mutate()}>
      Go back to it
    </Button>
  );
}

function say(name: string, value: unknown): string {
  if (value === null || value === undefined) return name === 'hours' ? 'At any hour' : NOTHING;
  if (name === 'hours') return describeHours(value as Hours);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
