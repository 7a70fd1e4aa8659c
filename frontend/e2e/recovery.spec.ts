import { expect, test, type Page, type WebSocketRoute } from '@playwright/test';
import { control, createAgent, isLive, newestDecision, PATIENCE, signIn } from './console';

test('a cut socket is shown, and what was missed arrives without a reload', async ({ page }) => {
  test.setTimeout(180_000);
  let open: WebSocketRoute | undefined;
  let isCut = false;
  await page.routeWebSocket(/\/ws$/, (socket) => {
    if (isCut) return void socket.close({ code: 1012 });
    open = socket;
    socket.connectToServer();
  });
  const id = await createAgent(page, `Cut ${Date.now()}`);
  const first = newestDecision(page);
  await expect(first).toBeVisible(PATIENCE);
  isCut = true;
  await open!.close({ code: 1012 });
  await expect(page.locator('[data-connection="reconnecting"]')).toBeVisible();
  const seen = await first.getAttribute('data-decision');
  await expect(async () => {
    const answer = await page.request.get(`/api/v1/agents/${id}/decisions?limit=1`);
    expect(((await answer.json()) as { results: { id: string }[] }).results[0]!.id).not.toBe(seen);
  }).toPass(PATIENCE);
  await expect(first).toHaveAttribute('data-decision', seen!);
  isCut = false;
  await isLive(page);
  await expect(first).not.toHaveAttribute('data-decision', seen!, PATIENCE);
});

test('a restarted server is shown as gone, and the page goes on by itself', async ({ page }) => {
  test.skip(!process.env.CIVAL_CONTROL, 'nobody here can restart the platform');
  test.setTimeout(400_000);
  await createAgent(page, `Restart ${Date.now()}`);
  const first = newestDecision(page);
  await expect(first).toBeVisible(PATIENCE);
  await page.evaluate(() => document.body.setAttribute('data-never-reloaded', ''));
  await control(page, 'kill', 'web');
  await control(page, 'kill', 'websocket');
  await expect(page.locator('[data-connection="reconnecting"]')).toBeVisible(PATIENCE);
  const worth = page.getByRole('region', { name: 'Worth' });
  await expect(worth.getByText(/Not updated since/)).toBeVisible(PATIENCE);
  await expect(worth.locator('[data-figure="equity"][data-value]')).toBeVisible();
  const seen = await first.getAttribute('data-decision');
  await control(page, 'start', 'web');
  await control(page, 'start', 'websocket');
  await isLive(page);
  await expect(first).not.toHaveAttribute('data-decision', seen!, PATIENCE);
  await expect(page.getByText(/Not updated since/)).toHaveCount(0, PATIENCE);
  await expect(page.locator('body[data-never-reloaded]')).toHaveCount(1);
});

test('an API that fails is said where it matters, and forgotten when it is back', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('[data-figure="equity"]')).toBeVisible();
  await page.route('**/api/v1/portfolio/summary', (route) => route.abort());
  await expect(page.getByText(/Not updated since/)).toBeVisible(PATIENCE);
  await expect(page.locator('[data-figure="equity"]')).toBeVisible();
  await page.unroute('**/api/v1/portfolio/summary');
  await expect(page.getByText(/Not updated since/)).toHaveCount(0, PATIENCE);
});

test('a page whose question fails from the start says why and asks again', async ({ page }) => {
  await page.route('**/api/v1/system/health/detailed', (route) => route.abort());
  await page.goto('/system');
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health.getByText('The platform does not answer.')).toBeVisible(PATIENCE);
  await page.unroute('**/api/v1/system/health/detailed');
  await expect(health.getByRole('meter')).toBeVisible(PATIENCE);
});

/** Holds what a page asks for under some addresses, until it is let through. */
async function hold(page: Page, addresses: RegExp): Promise<() => void> {
  let letThrough = () => {};
  const isThrough = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(addresses, async (route) => {
    await isThrough;
    await route.continue();
  });
  return letThrough;
}

test('an ended session leads to the sign-in and back to where one was', async ({ page, context }) => {
  // As on a busy machine: links are prefetched, and sent to the sign-in, before the page learns that its session is over.
  const prefetch = await hold(page, /[?&]_rsc=/);
  await page.goto('/system');
  await isLive(page);
  const learn = await hold(page, /\/api\/v1\//);
  await context.clearCookies();
  const sent = page.waitForResponse((answer) => answer.url().includes('sign-in?next=%2Fsystem&_rsc'), PATIENCE);
  prefetch();
  await sent;
  learn();
  await expect(page).toHaveURL(/sign-in\?next=%2Fsystem/, PATIENCE);
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
