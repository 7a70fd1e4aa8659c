'use client';

import { Button, Group, Progress, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDownload, IconFileExport } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { AuditExport } from '@/lib/api/types';
import { plural } from '@/lib/format';
import { refused, told } from '@/lib/toasts';
import { auditExports, cancelExport, isOpen, startExport, type FileType, type Filters } from './queries';
import classes from './audit.module.css';

const KINDS: Record<FileType, string> = { csv: 'CSV', jsonl: 'JSON lines' };

/** Files of what the filters leave: asked for here, written by a worker, fetched until they expire. */
export function Exports({ filters }: { filters: Filters }) {
  const query = useQuery(auditExports);
  return (
    <Panel title="Exports" aside={<Start filters={filters} />} flush>
      <Answer query={query}>
        {({ results }) =>
          results.length ? (
            <ul className={classes.exports}>
              {results.map((row) => (
                <Line key={row.id} row={row} />
              ))}
            </ul>
          ) : (
            <Empty title="Nothing was exported" icon={IconFileExport}>
              Export what the filters leave: a worker writes the file, and it appears here.
            </Empty>
          )
        }
      </Answer>
    </Panel>
  );
}

function Start({ filters }: { filters: Filters }) {
  const cache = useQueryClient();
  const starting = useMutation({
    mutationFn: startExport,
    onSuccess: () => told('The export is on its way'),
    onError: (error) => refused('Nothing is exported', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.auditExports }),
  });
  return (
    <Group gap={6} wrap="nowrap">
      {(Object.keys(KINDS) as FileType[]).map((fileType) => (
        <Button key={fileType} variant="default" size="compact-xs" loading={starting.isPending} onClick={() => starting.mutate({ filters, fileType })}>
          {KINDS[fileType]}
        </Button>
      ))}
    </Group>
  );
}

function Line({ row }: { row: AuditExport }) {
  const narrowed = Object.entries(row.filters).map(([name, value]) => `${name} ${String(value)}`);
  return (
    <li className={classes.export} data-export={row.id} data-status={row.status}>
      <div className={classes.text}>
        <strong>{KINDS[row.fileType as FileType]}</strong>, <Age at={row.requestedAt} />
        <p className={classes.detail}>{narrowed.join(', ') || 'All that you see'}</p>
        <State row={row} />
      </div>
      {isOpen(row) && <Cancel id={row.id} />}
      {row.download && (
        <Button component="a" href={row.download} download={`audit-log-${row.id}.${row.fileType}`} variant="default" size="compact-xs" leftSection={<IconDownload size={13} aria-hidden />}>
          Download
        </Button>
      )}
    </li>
  );
}

/** Where it stands; of one that is being written, how much of it is done. */
function State({ row }: { row: AuditExport }) {
  if (row.status === 'SUCCEEDED')
    return (
      <p className={classes.detail}>
        <span data-figure="rows" data-value={row.rows}>{plural(row.rows, 'entry').replace(/entrys$/, 'entries')}</span>, until <Age at={row.expiresAt} as="moment" />
      </p>
    );
  if (!isOpen(row)) return <Status value={row.status.toLowerCase()} label={row.reason || undefined} />;
  if (!row.total) return <Status value="queued" />;
  const done = (row.rows / row.total) * 100;
  return (
    <>
      <Text size="xs" data-figure="progress" data-value={`${row.rows}/${row.total}`}>
        {row.rows.toLocaleString('en-US')} of {row.total.toLocaleString('en-US')}
      </Text>
      <Progress mt={4} size="xs" value={done} aria-label="The export is done" />
    </>
  );
}

function Cancel({ id }: { id: string }) {
  const cache = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => cancelExport(id),
    onError: (error) => refused('The export was not cancelled', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.auditExports }),
  });
  return (
    <Button variant="default" size="compact-xs" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
      Cancel
    </Button>
  );
}
