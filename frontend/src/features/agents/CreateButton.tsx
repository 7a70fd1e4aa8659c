'use client';

import Link from 'next/link';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMay } from '@/lib/session';

export function CreateButton() {
  if (!useMay('operate')) return null;
  return (
    <Button component={Link} href="/agents/new" leftSection={<IconPlus size={16} />}>
      Create an agent
    </Button>
  );
}
