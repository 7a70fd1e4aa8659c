'use client';

import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { sinceOf, type Period } from './periods';

const FORMATS = ['csv', 'json'] as const;
const NAMES: Record<string, string> = { csv: 'CSV', json: 'JSON' };

type Props = { accountId?: string; period: Period };

/** The files of what one looks at. A ledger is one account's. */
export function Exports({ accountId, period }: Props) {
  const files: [label: string, path: string][] = [
    ['Journal', 'journal/export'],
    ['Fills', 'fills/export'],
    ['Orders', 'orders/export'],
    ...(accountId ? [['Ledger', `accounts/${accountId}/ledger/export`] as [string, string]] : []),
  ];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.flatMap(([label, path]) =>
          FORMATS.map((format) => (
            <Menu.Item key={`${path} ${format}`} onClick={() => fetchFile(path, format, accountId, period)}>
              {label}, {NAMES[format]}
            </Menu.Item>
          )),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Have the browser keep a file. */
function fetchFile(path: string, format: string, accountId: string | undefined, period: Period): void {
  window.location.assign(addressOf(path, format, accountId, sinceOf(period, Date.now())));
}

/** Where a file is. */
export function addressOf(path: string, format: string, accountId: string | undefined, since: string | undefined): string {
  const asked = new URLSearchParams({ fileType: format });
  if (accountId && !path.startsWith('accounts/')) asked.set('accountId', accountId);
  if (since) asked.set('since', since);
  return `/api/v1/trading/${path}?${asked}`;
}
