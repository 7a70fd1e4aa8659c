// Holds each route's first load to its budget, from the build's own report. Run after `npm run build`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const SCRIPT_KB = 300;
const STYLE_KB = 45;

const root = path.resolve(import.meta.dirname, '..');
const kilobytes = (file) => gzipSync(readFileSync(path.join(root, file))).length / 1024;
const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

const { polyfillFiles = [] } = JSON.parse(readFileSync(path.join(root, '.next/build-manifest.json'), 'utf8'));
const isLoaded = (chunk) => !polyfillFiles.some((each) => chunk.endsWith(each));
const routes = JSON.parse(readFileSync(path.join(root, '.next/diagnostics/route-bundle-stats.json'), 'utf8'));
const styles = readdirSync(path.join(root, '.next/static'), { recursive: true }).filter((each) => each.endsWith('.css'));

const measured = routes.map(({ route, firstLoadChunkPaths }) => [route, sum(firstLoadChunkPaths.filter(isLoaded).map(kilobytes)), SCRIPT_KB]);
measured.push(['all styles', sum(styles.map((each) => kilobytes(path.join('.next/static', each)))), STYLE_KB]);

for (const [name, size, limit] of measured) {
  const isOver = size > limit;
  console.log(`${isOver ? 'OVER' : 'ok  '}  ${name.padEnd(16)} ${size.toFixed(1).padStart(7)} of ${limit} kB gzip`);
  if (isOver) process.exitCode = 1;
}
