// Starts what `npm run build` made. LISTEN_HOST and PORT say where; API_ORIGIN and WS_ORIGIN say where the backend is.
import { existsSync } from 'node:fs';
import path from 'node:path';

process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
process.env.HOSTNAME = process.env.LISTEN_HOST ?? '127.0.0.1';
process.env.PORT ??= '3000';

const server = path.resolve(import.meta.dirname, '../.next/standalone/server.js');
if (!existsSync(server)) {
  console.error('Nothing is built yet: run `npm run build` in frontend/ first.');
  process.exit(1);
}
await import(server);
