'use client';

import { UnstyledButton } from '@mantine/core';
import { useInfiniteQuery, type InfiniteData, type UseQueryResult } from '@tanstack/react-query';
import { IconListSearch } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { DataTable, type Column, type TableFeatures } from '@/components/data/DataTable';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import type { AuditEntry, Page } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { auditLog, type Filters } from './queries';

type Props = { filters: Filters; shown: string | undefined; onShow: (entry: AuditEntry) => void };
type List = InfiniteData<Page<AuditEntry>>;

const column = createColumnHelper<TableFeatures, AuditEntry>();

const columnsOf = (shown: Props['shown'], onShow: Props['onShow']): Column<AuditEntry>[] => [
  column.accessor('action', {
    header: 'Action',
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <UnstyledButton fz="sm" fw={600} c={original.id === shown ? 'var(--accent)' : undefined} aria-pressed={original.id === shown} onClick={() => onShow(original)}>
        {humanise(original.action)}
      </UnstyledButton>
    ),
  }),
  column.accessor('outcome', { header: 'Outcome', enableSorting: false, cell: ({ getValue }) => <Status value={getValue()} /> }),
  column.accessor((row) => reasonOf(row), { id: 'because', header: 'Because', enableSorting: false, meta: { grow: true, wide: true } }),
  column.accessor('interface', { header: 'By', enableSorting: false, meta: { wide: true } }),
  column.accessor('recordedAt', { header: 'When', enableSorting: false, cell: ({ getValue }) => <Age at={getValue()} /> }),
];

/** Why it was refused or failed, in the words of the trail. */
function reasonOf({ details, code }: AuditEntry): string {
  const { reason } = details as { reason?: unknown };
  return typeof reason === 'string' ? reason : code;
}

/** The entries that fit, newest first. */
export function Trail({ filters, shown, onShow }: Props) {
  const query = useInfiniteQuery(auditLog(filters));
  return (
    <Panel title="Entries" flush>
      <Answer query={query as unknown as UseQueryResult<List>}>
        {({ pages }) => (
          <DataTable
            label="Entries"
            rows={pages.flatMap(({ results }) => results)}
            columns={columnsOf(shown, onShow)}
            rowId={({ id }) => id}
            empty={<Empty title="No entry fits" icon={IconListSearch}>What you and your agents ask for appears here, with what came of it.</Empty>}
            more={query.hasNextPage ? { isLoading: query.isFetchingNextPage, load: () => void query.fetchNextPage() } : null}
          />
        )}
      </Answer>
    </Panel>
  );
}
