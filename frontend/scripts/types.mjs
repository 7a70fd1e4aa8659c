// Writes shared/types from shared/openapi.json and shared/events.json: `npm run types`, or `-- --check` to compare only.
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

async function events() {
  const schemas = Object.entries(read('events.json').events).map(([name, { payload }]) => [name, payload]);
  const definitions = Object.assign({}, ...schemas.map(([, schema]) => schema.$defs ?? {}));
  const root = {
    title: 'EventPayloads',
    description: 'The payload of each event, by its type.',
    type: 'object',
    properties: Object.fromEntries(schemas.map(([name, schema]) => [name, untitled(schema)])),
    required: schemas.map(([name]) => name),
    additionalProperties: false,
    $defs: Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, untitled(schema)])),
  };
  return banner('events.json') + (await compile(root, 'EventPayloads', { bannerComment: '', format: false, unreachableDefinitions: false }));
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
