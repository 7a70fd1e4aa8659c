'use client';

import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconCopyPlus } from '@tabler/icons-react';
import { lazily } from '@/components/feedback/lazily';
import type { Agent } from '@/lib/api/types';
import { useMay } from '@/lib/session';

const CloneDialog = lazily(() => import('./CloneDialog').then((it) => it.CloneDialog), 0);

/** An agent like this one, in a dialog. */
export function CloneButton({ agent }: { agent: Agent }) {
  const [isOpen, setOpen] = useState(false);
  if (!useMay('operate')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconCopyPlus size={15} />} onClick={() => setOpen(true)}>
        Clone
      </Button>
      {isOpen && <CloneDialog agent={agent} onClose={() => setOpen(false)} />}
    </>
  );
}
