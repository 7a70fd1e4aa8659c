import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { AuditEntry, AuditExport, Page } from '@/lib/api/types';

/** What the trail is narrowed to; null: not by this. */
export type Filters = { text: string | null; tool: string | null; status: string | null; agentId: string | null };
export type FileType = 'csv' | 'jsonl';

const PROGRESS = 2000;

const given = (filters: Filters) => Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) as Partial<Record<keyof Filters, string>>;

export const auditLog = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: keys.auditLog(JSON.stringify(given(filters))),
    queryFn: ({ pageParam, signal }): Promise<Page<AuditEntry>> =>
      read(api.GET('/api/v1/mcp/audit-log', { params: { query: { ...given(filters), limit: 50, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const isOpen = ({ status }: Pick<AuditExport, 'status'>): boolean => status === 'QUEUED' || status === 'RUNNING';

/** Events tell how far one has come; one that waits for a worker says nothing, and is asked about. */
export const auditExports = queryOptions({
  queryKey: keys.auditExports,
  queryFn: ({ signal }) => read(api.GET('/api/v1/mcp/audit-log/exports', { params: { query: { limit: 20 } }, signal })),
  refetchInterval: ({ state }) => (state.data?.results.some(isOpen) ? PROGRESS : false),
});

/** Ask for a file of what the filters leave; it is written by a worker, so nothing is waited for. */
export const startExport = ({ filters, fileType }: { filters: Filters; fileType: FileType }) =>
  read(api.POST('/api/v1/mcp/audit-log/exports', { body: { ...given(filters), fileType }, params: { header: { Prefer: 'respond-async' } } }));

export const cancelExport = (id: string) => read(api.POST('/api/v1/mcp/audit-log/exports/{export_id}/cancel', { params: { path: { export_id: id } } }));
