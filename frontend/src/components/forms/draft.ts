import { isDecimal } from '@/lib/decimal';
import type { Field } from './schema';

/** What stands in a form: text as it was typed, until it is sent. */
export type Draft = { [name: string]: string | boolean | string[] | Draft };
export type Errors = Record<string, string>;

export function draftOf(fields: Field[]): Draft {
  return Object.fromEntries(fields.map((field) => [field.name, initialOf(field)]));
}

function initialOf({ kind, initial, fields, required, choices }: Field): Draft[string] {
  switch (kind) {
    case 'switch':
      return initial === true;
    case 'list':
      return Array.isArray(initial) ? initial.map(String) : [];
    case 'object':
      return draftOf(fields);
    case 'json':
      return initial === null ? '' : JSON.stringify(initial);
    case 'choice':
      return initial === null ? ((required && choices[0]) || '') : String(initial);
    default:
      return initial === null ? '' : String(initial);
  }
}

/** The parameters that a draft stands for, and why it does not stand for any. Empty fields are left to their defaults. */
export function parametersOf(fields: Field[], draft: Draft, path = ''): { parameters: Record<string, unknown>; errors: Errors } {
  const parameters: Record<string, unknown> = {};
  const errors: Errors = {};
  for (const field of fields) {
    const at = path + field.name;
    const said = draft[field.name];
    if (field.kind === 'object') {
      const inner = parametersOf(field.fields, said as Draft, `${at}.`);
      Object.assign(errors, field.required || Object.keys(inner.parameters).length ? inner.errors : {});
      if (field.required || Object.keys(inner.parameters).length) parameters[field.name] = inner.parameters;
    } else if (isEmpty(said)) {
      if (field.required) errors[at] = 'This is needed.';
    } else {
      const read = valueOf(field, said);
      if ('error' in read) errors[at] = read.error;
      else parameters[field.name] = read.value;
    }
  }
  return { parameters, errors };
}

const isMoment = (text: string) => !Number.isNaN(Date.parse(text));
const isEmpty = (said: unknown) => said === undefined || said === '' || (Array.isArray(said) && !said.length);

function valueOf({ kind }: Field, said: unknown): { value: unknown } | { error: string } {
  const text = String(said).trim();
  if (kind === 'decimal') return isDecimal(text) ? { value: text } : { error: 'A number, such as 0.5.' };
  if (kind === 'integer') return /^-?\d{1,15}$/.test(text) ? { value: Number(text) } : { error: 'A whole number.' };
  if (kind === 'moment') return isMoment(text) ? { value: new Date(text).toISOString() } : { error: 'A date and a time.' };
  if (kind !== 'json') return { value: typeof said === 'string' ? text : said };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { error: 'This is not valid JSON.' };
  }
}
