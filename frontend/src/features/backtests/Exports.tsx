'use client';

import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { humanise } from '@/lib/format';

const WHAT = ['trades', 'equity'] as const;
const FORMATS = ['csv', 'json'] as const;

/** Where a file of a backtest is. */
export const addressOf = (id: string, what: string, format: string): string => `/api/v1/trading/backtests/${id}/export?${new URLSearchParams({ what, fileFormat: format })}`;

/** The files of one result. */
export function Exports({ id }: { id: string }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconDownload size={14} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {WHAT.flatMap((what) =>
          FORMATS.map((format) => (
            <Menu.Item key={`${what} ${format}`} component="a" href={addressOf(id, what, format)} download={`backtest-${id}-${what}.${format}`}>
              {humanise(what)}, {format.toUpperCase()}
            </Menu.Item>
          )),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
