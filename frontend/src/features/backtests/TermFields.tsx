'use client';

import { useState } from 'react';
import { Button, Collapse } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { Draft, Errors } from '@/components/forms/draft';
import type { Field } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { isSeldom } from './terms';

type Props = { fields: Field[]; draft: Draft; errors: Errors; onChange: (draft: Draft) => void };

/** From when to when, with what, and behind a button what costs and delays to assume. */
export function TermFields({ fields, ...form }: Props) {
  const [isOpen, setOpen] = useState(false);
  const usual = fields.filter((field) => !isSeldom(field));
  const seldom = fields.filter(isSeldom);
  const isShown = isOpen || seldom.some(({ name }) => form.errors[name]);
  return (
    <>
      <SchemaFields fields={usual.filter(({ kind }) => kind === 'moment')} {...form} />
      <SchemaFields fields={usual.filter(({ kind }) => kind !== 'moment')} columns={2} {...form} />
      {seldom.length > 0 && (
        <div>
          <Button variant="subtle" size="compact-xs" leftSection={<IconAdjustmentsHorizontal size={14} />} aria-expanded={isShown} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Fewer terms' : 'Fees and latency'}
          </Button>
          <Collapse expanded={isShown}>{isShown && <SchemaFields fields={seldom} columns={2} {...form} />}</Collapse>
        </div>
      )}
    </>
  );
}
