import { Stack, Text } from '@mantine/core';
import { CopyId } from '@/components/data/CopyId';
import { Json } from '@/components/data/Json';
import { Panel } from '@/components/data/Panel';
import type { AuditEntry } from '@/lib/api/types';
import { formatFull, humanise } from '@/lib/format';

/** One entry in full: what was asked for, what was answered, and the digests that prove it. */
export function Entry({ entry }: { entry: AuditEntry }) {
  return (
    <Panel title={humanise(entry.action)}>
      <Stack gap="xs">
        <Text size="sm">
          {formatFull(entry.recordedAt)}, {entry.seq === null ? 'not sealed yet' : `sealed as number ${entry.seq.toLocaleString('en-US')}`}
        </Text>
        <CopyId value={entry.correlationId} label="correlation id" />
        {entry.erasedAt && <Text size="sm">What it was given and answered was erased {formatFull(entry.erasedAt)}.</Text>}
        {entry.parameters && <Json value={entry.parameters} label={`What ${entry.action} was asked`} />}
        {entry.result && <Json value={entry.result} label={`What ${entry.action} answered`} />}
        <Json value={entry.details} label={`Details of ${entry.action}`} />
      </Stack>
    </Panel>
  );
}
