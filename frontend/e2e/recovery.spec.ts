import { expect, test, type WebSocketRoute } from '@playwright/test';
import { createAgent, isLive, signIn } from './console';

test('a cut socket is shown, and what was missed arrives without a reload', async ({ page }) => {
  let open: WebSocketRoute | undefined;
  let isCut = false;
  await page.routeWebSocket(/\/ws$/, (socket) => {
    if (isCut) return void socket.close({ code: 1012 });
    open = socket;
    socket.connectToServer();
  });
  await createAgent(page, `Cut ${Date.now()}`);
  const first = page.locator('[data-decision]').first();
  await expect(first).toBeVisible({ timeout: 30_000 });
  isCut = true;
  await open!.close({ code: 1012 });
  await expect(page.locator('[data-connection="reconnecting"]')).toBeVisible();
  const seen = await first.getAttribute('data-decision');
  await page.waitForTimeout(6000);
  isCut = false;
  await isLive(page);
  await expect(first).not.toHaveAttribute('data-decision', seen!);
});

test('an API that fails is said where it matters, and forgotten when it is back', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('[data-figure="equity"]')).toBeVisible();
  await page.route('**/api/v1/portfolio/summary', (route) => route.abort());
  await expect(page.getByText(/Not updated since/)).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[data-figure="equity"]')).toBeVisible();
  await page.unroute('**/api/v1/portfolio/summary');
  await expect(page.getByText(/Not updated since/)).toHaveCount(0, { timeout: 30_000 });
});

test('a page whose question fails from the start says why and asks again', async ({ page }) => {
  await page.route('**/api/v1/system/health/detailed', (route) => route.abort());
  await page.goto('/system');
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health.getByText('The platform does not answer.')).toBeVisible({ timeout: 30_000 });
  await page.unroute('**/api/v1/system/health/detailed');
  await expect(health.getByRole('meter')).toBeVisible({ timeout: 30_000 });
});

test('an ended session leads to the sign-in and back to where one was', async ({ page, context }) => {
  await page.goto('/system');
  await isLive(page);
  await context.clearCookies();
  await expect(page).toHaveURL(/sign-in\?next=%2Fsystem/, { timeout: 30_000 });
  await signIn(page);
  await expect(page).toHaveURL(/\/system$/);
  await isLive(page);
  await context.storageState({ path: 'test-results/session.json' });
});

test('no page may be opened that is not ours', async ({ page, context }) => {
  await context.clearCookies();
  await page.goto('/sign-in?next=//elsewhere.example');
  await signIn(page);
  await expect(page).toHaveURL(/127\.0\.0\.1:\d+\/$|localhost:\d+\/$/);
});
