'use client';

import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazily } from '@/components/feedback/lazily';
import { useMay } from '@/lib/session';

const FarmForm = lazily(() => import('./FarmForm').then((it) => it.FarmForm), 0);

/** A new, empty farm, in a dialog that leads to it. */
export function CreateFarm() {
  const [isOpen, setOpen] = useState(false);
  if (!useMay('operate')) return null;
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen(true)}>
        Make a farm
      </Button>
      {isOpen && <FarmForm onClose={() => setOpen(false)} />}
    </>
  );
}
