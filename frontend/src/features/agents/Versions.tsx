'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Age } from '@/components/numbers/Age';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Version } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { versions } from './queries';

/** Every version of an agent's settings, what it changed, and the way back to it. */
export function Versions({ agentId }: { agentId: string }) {
  const query = useQuery(versions(agentId));
  return (
    <Panel title="Versions of its configuration">
      <Answer query={query}>
        {({ results }) => (
          <Stack gap="sm">
            {results.map((each) => (
              <Row key={each.version} agentId={agentId} version={each} />
            ))}
          </Stack>
        )}
      </Answer>
    </Panel>
  );
}

function Row({ agentId, version }: { agentId: string; version: Version }) {
  const cache = useQueryClient();
  const back = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/agents/{agent_id}/versions/{version}/roll-back', {
          params: { path: { agent_id: agentId, version: version.version } },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.agent(agentId) }),
  });
  return (
    <Group justify="space-between" align="start" wrap="nowrap">
      <div>
        <Text size="sm">
          Version {version.version}
          {version.inForce ? ', in force' : ''}, by {version.createdBy}, <Age at={version.createdAt} as="moment" />
        </Text>
        {version.changes.map((each) => (
          <Text key={each.name} size="sm" c="dimmed">
            {humanise(each.name)}: {String(each.before)} → {String(each.after)}
          </Text>
        ))}
        {back.isError && (
          <Text size="sm" c="red" role="alert">
            {back.error.message}
          </Text>
        )}
      </div>
      {!version.inForce && (
        <Button size="xs" variant="subtle" loading={back.isPending} onClick={() => back.mutate()}>
          Go back to it
        </Button>
      )}
    </Group>
  );
}
