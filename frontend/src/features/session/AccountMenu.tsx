'use client';

import Link from 'next/link';
import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconBook, IconDatabase, IconLogout, IconUser } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MORE } from '@/components/shell/places';
import { keys } from '@/lib/api/keys';
import { refused } from '@/lib/toasts';
import { useAccount, useMay } from '@/lib/session';
import { signOut } from './queries';

export function AccountMenu() {
  const account = useAccount();
  const isAdmin = useMay('admin');
  const cache = useQueryClient();
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => cache.resetQueries({ queryKey: keys.me }),
    onError: (error) => refused('You are still signed in', error),
  });
  return (
    <Menu position="bottom-end" width={220} shadow="md">
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={`Account of ${account.name}`}>
          <IconUser size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {account.name}
          </Text>
          {account.role ?? account.kind}
        </Menu.Label>
        <Menu.Divider />
        {MORE.map(({ href, label, icon: Symbol }) => (
          <Menu.Item key={href} component={Link} href={href} leftSection={<Symbol size={15} />}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item component="a" href="/api/docs/" leftSection={<IconBook size={15} />}>
          API reference
        </Menu.Item>
        {isAdmin && (
          <Menu.Item component="a" href="/admin/" leftSection={<IconDatabase size={15} />}>
            Records
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => leaving.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
