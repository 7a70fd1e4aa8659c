'use client';

import { useState } from 'react';
import { Badge, Button, Group, Modal, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient, type InfiniteData, type UseQueryResult } from '@tanstack/react-query';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { ApiKey, Page } from '@/lib/api/types';
import { useNow } from '@/lib/clock';
import { humanise } from '@/lib/format';
import { refused, told } from '@/lib/toasts';
import { NewKeyForm } from './NewKeyForm';
import { apiKeys, revokeKey } from './queries';

type List = InfiniteData<Page<ApiKey>>;

const column = createColumnHelper<TableFeatures, ApiKey>();
const columns: Column<ApiKey>[] = [
  column.accessor('name', {
    header: 'Key',
    cell: ({ row: { original } }) => (
      <>
        <Text size="sm" fw={600}>{original.name}</Text>
        <Text size="xs" c="dimmed" className="mono">{original.prefix}…</Text>
      </>
    ),
  }),
  column.accessor('scopes', { header: 'May', enableSorting: false, meta: { wide: true }, cell: ({ getValue }) => (getValue() as string[]).join(', ') }),
  column.accessor('tools', { header: 'Only', enableSorting: false, meta: { grow: true }, cell: ({ getValue }) => <Only tools={getValue()} /> }),
  column.accessor('lastUsedAt', { header: 'Last used', meta: { wide: true }, cell: ({ getValue }) => (getValue() ? <Age at={getValue()} /> : 'never') }),
  column.accessor('expiresAt', { header: 'Holds', cell: ({ row: { original } }) => <Until row={original} /> }),
  column.display({ id: 'revoke', header: 'Revoke', cell: ({ row: { original } }) => !original.revokedAt && <Revoke row={original} /> }),
];

/** The keys of oneself and one's agents: what each may do, until when, and when it last did. */
export function Keys() {
  const query = useInfiniteQuery(apiKeys);
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel
      title="API keys"
      aside={<Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen(true)}>New key</Button>}
      flush
    >
      <Answer query={query as unknown as UseQueryResult<List>}>
        {({ pages }) => (
          <DataTable
            label="API keys"
            rows={pages.flatMap(({ results }) => results)}
            columns={columns}
            rowId={({ id }) => id}
            empty={<Empty title="There is no key" icon={IconKey}>A key lets a program, or an MCP client, act for you.</Empty>}
            more={query.hasNextPage ? { isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage() } : null}
          />
        )}
      </Answer>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title="New key" size="lg" closeButtonProps={{ 'aria-label': 'Close' }} closeOnClickOutside={false}>
        {isOpen && <NewKeyForm onDone={() => setOpen(false)} />}
      </Modal>
    </Panel>
  );
}

/** What a key is narrowed to. */
function Only({ tools }: { tools: string[] | null }) {
  if (tools === null) return <Text size="sm" c="dimmed">all its tools</Text>;
  return (
    <Group gap={4}>
      {tools.map((name) => (
        <Badge key={name} variant="default" data-tool={name}>{humanise(name)}</Badge>
      ))}
      {!tools.length && 'no tool'}
    </Group>
  );
}

function Until({ row: { expiresAt, revokedAt } }: { row: ApiKey }) {
  const now = useNow();
  if (revokedAt) return <Status value="archived" label="revoked" />;
  if (!expiresAt) return <>until revoked</>;
  return now && Date.parse(expiresAt) <= now ? <Status value="lapsed" label="expired" /> : <Age at={expiresAt} as="moment" />;
}

function Revoke({ row }: { row: ApiKey }) {
  const cache = useQueryClient();
  const [isSure, setSure] = useState(false);
  const revoking = useMutation({
    mutationFn: () => revokeKey(row.id),
    onSuccess: () => told(`The key ${row.name} is revoked`, 'Whatever uses it is turned away within a second.'),
    onError: (error) => refused('The key still holds', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.apiKeys }),
  });
  return (
    <Button variant="default" size="compact-xs" color={isSure ? 'red' : undefined} loading={revoking.isPending} onClick={() => (isSure ? revoking.mutate() : setSure(true))} onBlur={() => setSure(false)}>
      {isSure ? 'Revoke for good' : 'Revoke'}
    </Button>
  );
}
