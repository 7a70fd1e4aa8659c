'use client';

import { useState } from 'react';
import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import type { Farm } from '@/lib/api/types';
import { refused, told } from '@/lib/toasts';
import { addAgent, candidates } from './queries';

/** Finding the agent that joins a farm, in a dialog. */
export function JoinForm({ farm, onClose }: { farm: Farm; onClose: () => void }) {
  const [agentId, choose] = useState<string | null>(null);
  const [words, write] = useState('');
  const [search] = useDebouncedValue(words.trim(), 250);
  const { data, isError } = useQuery(candidates(search));
  const found = data?.results.filter((each) => each.farmId !== farm.id) ?? [];
  const cache = useQueryClient();
  const adding = useMutation({
    mutationFn: addAgent,
    onSuccess: () => {
      told(`It is in ${farm.name} now`);
      onClose();
    },
    onError: (error) => refused('It stays where it is', error),
    onSettled: () => Promise.all([keys.farms, keys.agents].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
  return (
    <Modal opened onClose={onClose} title={`An agent for ${farm.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (agentId && !adding.isPending) adding.mutate({ farmId: farm.id, agentId });
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            What binds the farm binds the agent from then on. It leaves the farm it is in.
          </Text>
          <Select
            label="Agent"
            placeholder="Find it by name"
            searchable
            withAsterisk
            data-autofocus
            error={isError ? 'The agents could not be asked for.' : null}
            nothingFoundMessage="No agent that is not here already is called that."
            data={found.map((each) => ({ value: each.id, label: each.name }))}
            filter={({ options }) => options}
            searchValue={words}
            onSearchChange={write}
            value={agentId}
            onChange={choose}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={adding.isPending} disabled={!agentId}>
              Add it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
