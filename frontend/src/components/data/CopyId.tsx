'use client';

import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { shorten } from '@/lib/format';
import classes from './CopyId.module.css';

/** An id or address, shortened, with a button that copies all of it. */
export function CopyId({ value, full, label = 'id' }: { value: string; full?: boolean; label?: string }) {
  return (
    <span className={classes.copy}>
      <span className="mono" title={value}>
        {full ? value : shorten(value)}
      </span>
      <CopyButton value={value} timeout={1200}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon size="xs" variant="subtle" color={copied ? 'teal' : 'gray'} onClick={copy} aria-label={`Copy ${label}`}>
              {copied ? <IconCheck size={12} /> : <IconCopy size={12} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}
