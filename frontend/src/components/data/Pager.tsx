import { Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';

type Props = { previous: string | null; next: string | null; isLoading: boolean; onTurn: (cursor: string | null) => void };

/** From one page of a long list to the one beside it. */
export function Pager({ previous, next, isLoading, onTurn }: Props) {
  return (
    <Group justify="center" gap="xs" p="sm" component="nav" aria-label="Pages of the list">
      <Button variant="subtle" size="xs" leftSection={<IconChevronLeft size={14} />} disabled={!previous || isLoading} onClick={() => onTurn(previous)}>
        Newer
      </Button>
      <Button variant="subtle" size="xs" rightSection={<IconChevronRight size={14} />} disabled={!next || isLoading} onClick={() => onTurn(next)}>
        Older
      </Button>
    </Group>
  );
}
