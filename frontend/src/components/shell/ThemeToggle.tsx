'use client';

import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';

export function ThemeToggle() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <Tooltip label="Dark or light">
      <ActionIcon variant="default" size={34} onClick={toggleColorScheme} aria-label="Dark or light">
        <IconMoon size={17} stroke={1.6} data-scheme="light" />
        <IconSun size={17} stroke={1.6} data-scheme="dark" />
      </ActionIcon>
    </Tooltip>
  );
}
