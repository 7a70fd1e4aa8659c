// Builds the standalone server and puts its static files beside it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const next = path.join(root, 'node_modules/next/dist/bin/next');
const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };

const done = spawnSync(process.execPath, [next, 'build'], { cwd: root, env, stdio: 'inherit' });
if (done.status !== 0) process.exit(done.status ?? 1);

const standalone = path.join(root, '.next/standalone');
cpSync(path.join(root, '.next/static'), path.join(standalone, '.next/static'), { recursive: true });
if (existsSync(path.join(root, 'public'))) {
  cpSync(path.join(root, 'public'), path.join(standalone, 'public'), { recursive: true });
}
