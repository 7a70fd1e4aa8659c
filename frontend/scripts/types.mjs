// Writes shared/types from shared/openapi.json and shared/asyncapi.json: `npm run types`, or `-- --check` to compare only.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from 'json-schema-to-typescript';
import openapiTS, { astToString } from 'openapi-typescript';

const shared = path.resolve(import.meta.dirname, '../../shared');
const read = (name) => JSON.parse(readFileSync(path.join(shared, name), 'utf8'));
const banner = (from) => `// Generated from shared/${from} by frontend/scripts/types.mjs. Do not edit.\n\n`;

/** Titles of fields repeat their names, and would each become a type of its own. */
function untitled(schema, isRoot = true) {
  if (Array.isArray(schema)) return schema.map((each) => untitled(each, false));
  if (schema === null || typeof schema !== 'object') return schema;
  const kept = Object.entries(schema).filter(([key, value]) => key !== '$defs' && (isRoot || key !== 'title' || typeof value !== 'string'));
  return Object.fromEntries(kept.map(([key, value]) => [key, key === 'properties' ? untitledProperties(value) : untitled(value, false)]));
}

const untitledProperties = (properties) =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, untitled(schema, false)]));

/** AsyncAPI names each model once, so the same one is the same type wherever it is used. */
const local = (schema) => JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/'));

const payloadOf = ({ payload }) => local((payload.allOf ? payload.allOf[1] : payload).properties.payload);

/** An interface of payloads by the type of their message. */
function byType(title, description, messages) {
  const sorted = messages.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const properties = Object.fromEntries(sorted.map((message) => [message.name, payloadOf(message)]));
  return { title, description, type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const EVENT = `
export type EventType = keyof EventPayloads

/**
 * One event as it arrives. What is ephemeral has no \`seq\`.
 */
export type Event<T extends EventType = EventType> = {
  [K in T]: Omit<EventMessage, "type" | "payload"> & { type: K; payload: EventPayloads[K] }
}[T]
`;

async function events() {
  const { components, operations } = read('asyncapi.json');
  const messagesOf = ({ messages }) => messages.map(({ $ref }) => components.messages[$ref.split('/').at(-1)]);
  const happening = read('events.json').events;
  const told = messagesOf(operations.tell);
  const $defs = Object.fromEntries(Object.entries(local(components.schemas)).map(([name, schema]) => [name, { ...untitled(schema), title: name }]));
  const root = {
    title: 'Stream',
    description: 'All that is said on the socket, by the type of the message.',
    type: 'object',
    properties: {
      events: byType('EventPayloads', 'The payload of each event.', told.filter(({ name }) => name in happening)),
      notices: byType('NoticePayloads', 'What the server says of the stream itself.', told.filter(({ name }) => !(name in happening))),
      asked: byType('ClientPayloads', 'What clients may say.', messagesOf(operations.hear)),
      envelope: { $ref: '#/$defs/EventMessage' },
    },
    required: ['events', 'notices', 'asked', 'envelope'],
    additionalProperties: false,
    $defs,
  };
  return banner('asyncapi.json') + (await compile(root, 'Stream', { bannerComment: '', format: false, unreachableDefinitions: false })) + EVENT;
}

async function api() {
  const ast = await openapiTS(read('openapi.json'), { alphabetize: true });
  return banner('openapi.json') + astToString(ast);
}

const outputs = { 'events.d.ts': await events(), 'api.d.ts': await api() };
const folder = path.join(shared, 'types');
mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(outputs)) {
  const file = path.join(folder, name);
  if (process.argv.includes('--check')) {
    if (!existsSync(file) || readFileSync(file, 'utf8') !== content) {
      console.error(`shared/types/${name} is stale: run \`npm run types\` in frontend/.`);
      process.exitCode = 1;
    }
  } else {
    writeFileSync(file, content);
  }
}
