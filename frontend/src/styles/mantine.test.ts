import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = path.resolve(import.meta.dirname, '..');
const MANTINE = path.resolve(import.meta.dirname, '../../node_modules/@mantine');

/** All modules below a folder. */
function modules(folder: string, ending: RegExp): string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => ending.test(name));
  return found.map((name) => path.join(folder, name));
}

const hasStyles = (name: string) => existsSync(path.join(MANTINE, `core/styles/${name}.css`));

/** What modules import of Mantine's components. */
function componentsIn(files: string[]): string[] {
  const imports = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from ['"]@mantine\/core['"]/g)]);
  return imports.flatMap(([, names]) => names!.split(',').map((name) => name.trim()));
}

/** The names of the styles that a component is made of, by the modules that it imports. */
function stylesOf(module: string, seen = new Set<string>()): Set<string> {
  if (seen.has(module) || !existsSync(module)) return seen;
  seen.add(module);
  for (const [, name] of readFileSync(module, 'utf8').matchAll(/from ["'](\.[^"']+\.mjs)["']/g)) stylesOf(path.join(path.dirname(module), name!), seen);
  return seen;
}

test('the styles of every component that is used are loaded, and of what it is made of', () => {
  const own = modules(SOURCES, /\.tsx?$/);
  const borrowed = ['notifications', 'spotlight'].flatMap((name) => modules(path.join(MANTINE, name, 'esm'), /\.mjs$/));
  const used = new Set(componentsIn([...own, ...borrowed]));
  const wanted = [...used].flatMap((name) => [...stylesOf(path.join(MANTINE, `core/esm/components/${name}/${name}.mjs`))]);
  const names = new Set(wanted.map((file) => path.basename(file).split('.')[0]!).filter(hasStyles));
  const loaded = readFileSync(path.join(SOURCES, 'styles/mantine.ts'), 'utf8');
  expect(names.size).toBeGreaterThan(40);
  expect([...names].filter((name) => !loaded.includes(`/${name}.css'`))).toEqual([]);
});
