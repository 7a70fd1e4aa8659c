/** JSON Schema as tools publish it, and the few kinds of field that it comes down to. */
export type Schema = {
  type?: string;
  format?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  examples?: unknown[];
  maxLength?: number;
  anyOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
};

export type Kind = 'choice' | 'text' | 'prose' | 'decimal' | 'integer' | 'switch' | 'moment' | 'list' | 'object' | 'json';

export type Field = {
  name: string;
  kind: Kind;
  required: boolean;
  description: string;
  example: string;
  initial: unknown;
  choices: string[];
  fields: Field[];
};

/** Characters; what may be longer gets a field of several lines. */
const LONGEST_LINE = 1000;

const NOTHING = { type: 'null' };
const isNull = (schema: Schema) => schema.type === NOTHING.type;

/** A schema with its reference followed and its `null` left out: what is left is what may be filled in. */
export function resolve(schema: Schema, definitions: Record<string, Schema>): Schema {
  if (schema.$ref) {
    const { $ref, ...beside } = schema;
    return resolve({ ...definitions[$ref.split('/').at(-1)!], ...beside }, definitions);
  }
  const [only, ...others] = (schema.anyOf ?? schema.allOf ?? []).filter((each) => !isNull(each));
  if (!only || others.length) return schema;
  const beside: Schema = { ...schema };
  delete beside.anyOf;
  delete beside.allOf;
  return resolve({ ...only, ...beside }, definitions);
}

function kindOf(schema: Schema): Kind {
  if (schema.enum) return 'choice';
  const types = new Set((schema.anyOf ?? []).map(({ type }) => type));
  if (types.has('number') && types.has('string')) return 'decimal';
  switch (schema.type) {
    case 'string':
      if (schema.format === 'date-time') return 'moment';
      return (schema.maxLength ?? 0) > LONGEST_LINE ? 'prose' : 'text';
    case 'number':
      return 'decimal';
    case 'integer':
      return 'integer';
    case 'boolean':
      return 'switch';
    case 'array':
      return 'list';
    case 'object':
      return schema.properties ? 'object' : 'json';
    default:
      return 'json';
  }
}

/** The fields of an object schema, in its order. */
export function fieldsOf(schema: Schema, definitions: Record<string, Schema> = schema.$defs ?? {}): Field[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, raw]) => {
    const found = resolve(raw, definitions);
    const items = found.items && resolve(found.items, definitions);
    const kind = kindOf(found);
    return {
      name,
      kind: kind === 'list' && items && ['object', 'json', 'list'].includes(kindOf(items)) ? 'json' : kind,
      required: required.has(name),
      description: found.description ?? '',
      example: String(found.examples?.[0] ?? ''),
      initial: found.default ?? null,
      choices: (found.enum ?? items?.enum ?? []).map(String),
      fields: kind === 'object' ? fieldsOf(found, definitions) : [],
    };
  });
}
