'use client';

import { Fieldset, MultiSelect, Select, SimpleGrid, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { humanise } from '@/lib/format';
import type { Draft, Errors } from './draft';
import type { Field } from './schema';

type Props = { fields: Field[]; draft: Draft; errors: Errors; onChange: (draft: Draft) => void; path?: string; columns?: number };

/** One input per field of a schema, of the kind that suits it; on phones always below each other. */
export function SchemaFields({ fields, draft, errors, onChange, path = '', columns = 1 }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, sm: columns }} spacing="md" verticalSpacing="sm">
      {fields.map((field) => (
        <Input
          key={field.name}
          field={field}
          value={draft[field.name]}
          errors={errors}
          path={path + field.name}
          onChange={(value) => onChange({ ...draft, [field.name]: value })}
        />
      ))}
    </SimpleGrid>
  );
}

type InputProps = { field: Field; value: Draft[string] | undefined; errors: Errors; path: string; onChange: (value: Draft[string]) => void };

function Input({ field, value, errors, path, onChange }: InputProps) {
  const look = { label: humanise(field.name), description: field.description || undefined, withAsterisk: field.required, error: errors[path], name: path };
  switch (field.kind) {
    case 'switch':
      return <Switch label={look.label} description={look.description} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'choice':
      return <Select {...look} data={field.choices} value={String(value ?? '') || null} onChange={(next) => onChange(next ?? '')} clearable={!field.required} />;
    case 'list':
      return field.choices.length ? (
        <MultiSelect {...look} data={field.choices} value={value as string[]} onChange={onChange} />
      ) : (
        <TagsInput {...look} value={value as string[]} onChange={onChange} placeholder="Enter after each" />
      );
    case 'object':
      return (
        <Fieldset legend={look.label} variant="filled">
          <SchemaFields fields={field.fields} draft={value as Draft} errors={errors} onChange={onChange} path={`${path}.`} />
        </Fieldset>
      );
    case 'prose':
      return <Textarea {...look} autosize minRows={3} maxRows={12} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'json':
      return <Textarea {...look} autosize minRows={2} ff="monospace" value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} placeholder="JSON" />;
    case 'moment':
      return <TextInput {...look} type="datetime-local" value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />;
    default:
      return (
        <TextInput
          {...look}
          value={String(value ?? '')}
          placeholder={field.example}
          inputMode={field.kind === 'text' ? 'text' : 'decimal'}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
