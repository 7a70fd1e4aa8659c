'use client';

import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconRobot } from '@tabler/icons-react';
import { lazily } from '@/components/feedback/lazily';
import type { Farm } from '@/lib/api/types';
import { useMay } from '@/lib/session';

const JoinForm = lazily(() => import('./JoinForm').then((it) => it.JoinForm), 0);

/** Bringing an agent into the farm, in a dialog. */
export function AddAgent({ farm }: { farm: Farm }) {
  const [isOpen, setOpen] = useState(false);
  if (!useMay('operate')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconRobot size={15} />} onClick={() => setOpen(true)}>
        Add an agent
      </Button>
      {isOpen && <JoinForm farm={farm} onClose={() => setOpen(false)} />}
    </>
  );
}
