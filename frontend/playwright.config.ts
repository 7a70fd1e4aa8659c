import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/**
 * The console in a real browser against a running platform: CIVAL_PASSWORD (and CIVAL_USERNAME) sign in,
 * API_ORIGIN and WS_ORIGIN say where the backend is, CIVAL_URL names a console that runs already.
 */
const port = process.env.PORT ?? '3210';
const url = process.env.CIVAL_URL ?? `http://127.0.0.1:${port}`;
const installed = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    // What was done, asked and said; pictures of every step would take longer than the steps. `--trace on` has them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: installed.find((each) => each && existsSync(each)),
      chromiumSandbox: process.getuid?.() !== 0,
      args: quiet,
    },
  },
  projects: [
    { name: 'sign-in', testMatch: 'sign-in.setup.ts' },
    { name: 'console', dependencies: ['sign-in'], use: { storageState: 'test-results/session.json' } },
  ],
  webServer: process.env.CIVAL_URL ? undefined : { command: 'node scripts/start.mjs', url: `${url}/sign-in`, env: { PORT: port }, reuseExistingServer: true },
});
