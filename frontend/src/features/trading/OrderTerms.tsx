'use client';

import { useMemo, useState } from 'react';
import { Button, Collapse, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { draftOf, parametersOf, type Draft as Terms, type Errors } from '@/components/forms/draft';
import { fieldsOf, type Field, type Schema } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import type { Problem } from '@/lib/api/problem';
import { commands } from '@/lib/api/queries';
import { humanise } from '@/lib/format';
import type { Draft } from './check';
import { orderTypesOf, termsOf } from './terms';

const NONE: Field[] = [];
const USUAL = ['market', 'limit'];
const OTHER = 'other';

/** The terms that the platform's own schema has for an order of this kind. `read` answers them, or null and says what is wrong. */
export function useTerms({ side, orderType, terms = {} }: Draft) {
  const { data } = useQuery(commands('trading'));
  const [errors, setErrors] = useState<Errors>({});
  const schema = data?.find(({ name }) => name === 'place_order')?.parametersSchema as Schema | undefined;
  const fields = useMemo(() => (schema ? fieldsOf(schema) : NONE), [schema]);
  const shown = termsOf(fields, { side, orderType }, terms);
  const read = (): Record<string, unknown> | null => {
    const all = [...shown.needed, ...shown.more];
    const found = parametersOf(all, { ...draftOf(all), ...terms });
    setErrors(found.errors);
    return Object.keys(found.errors).length ? null : found.parameters;
  };
  return { ...shown, kinds: orderTypesOf(fields), errors, read };
}

type KindProps = { kinds: string[]; value: string; onChange: (kind: string) => void };

/** Market and limit at a touch, whatever else there is from a list. */
export function OrderKind({ kinds, value, onChange }: KindProps) {
  const others = kinds.filter((kind) => !USUAL.includes(kind));
  const isOther = others.includes(value);
  const segments = [...USUAL.map((kind) => ({ value: kind, label: humanise(kind) })), ...(others.length ? [{ value: OTHER, label: 'Other' }] : [])];
  return (
    <>
      <SegmentedControl
        fullWidth
        size="xs"
        value={isOther ? OTHER : value}
        onChange={(next) => onChange(next === OTHER ? others[0]! : next)}
        data={segments}
        aria-label="Kind of order"
      />
      {isOther && <Select label="Kind" allowDeselect={false} data={others.map((kind) => ({ value: kind, label: humanise(kind) }))} value={value} onChange={(next) => next && onChange(next)} />}
    </>
  );
}

type TermsProps = { terms: ReturnType<typeof useTerms>; value: Terms; problem: Problem | null; onChange: (terms: Terms) => void };

/** What the kind of order needs in sight, everything else behind a button. */
export function OrderTerms({ terms: { needed, more, errors }, value, problem, onChange }: TermsProps) {
  const [isOpen, setOpen] = useState(false);
  const draft = { ...draftOf([...needed, ...more]), ...value };
  const wrong = { ...Object.fromEntries((problem?.errors ?? []).map(({ pointer, reason }) => [pointer.split('/').at(-1)!, reason])), ...errors };
  const isWrong = more.some(({ name }) => wrong[name]);
  return (
    <>
      {needed.length > 0 && <SchemaFields fields={needed} draft={draft} errors={wrong} onChange={onChange} />}
      {more.length > 0 && (
        <div>
          <Button variant="subtle" size="compact-xs" leftSection={<IconAdjustmentsHorizontal size={14} />} aria-expanded={isOpen || isWrong} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Fewer terms' : 'More terms'}
          </Button>
          <Collapse expanded={isOpen || isWrong}>{(isOpen || isWrong) && <SchemaFields fields={more} draft={draft} errors={wrong} onChange={onChange} />}</Collapse>
        </div>
      )}
    </>
  );
}
