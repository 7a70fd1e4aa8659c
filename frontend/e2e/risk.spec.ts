import { expect, test } from '@playwright/test';
import { ask, createAgent, isComplete, isLive, PATIENCE, recorded, signIn } from './console';

const name = `Risky ${Date.now()}`;
let id: string;

test.describe('of an agent that holds something', () => {
  test.describe.configure({ mode: 'serial' });

  test('losses, spread and limits are measured, and say from what', async ({ page }) => {
    id = await createAgent(page, name, '1 day');
    const cookie = (await page.context().cookies()).find((each) => each.name === 'csrftoken')!;
    const placed = await page.request.post('/api/v1/trading/paper/order', { data: { agentId: id, symbol: 'BTC/USD', side: 'buy', quantity: '0.3' }, headers: { 'X-CSRFToken': cookie.value, Origin: new URL(page.url()).origin } });
    expect(placed.status(), await placed.text()).toBe(200);
    await page.goto(`/risk?agent=${id}`);
    await isLive(page);
    const losses = page.getByRole('table', { name: 'Value at risk' });
    await expect(losses.getByRole('row')).toHaveCount(5, PATIENCE);
    await expect(page.getByRole('region', { name: 'Value at risk' }).locator('[data-source="simulated"]')).toBeVisible();
    await expect(page.getByRole('meter', { name: 'BTC/USD of the equity' })).toHaveAttribute('aria-valuenow', /[1-9]\d?/);
    const { limits } = await ask<{ limits: { key: string; used: string; accountName: string }[] }>(page, `/trading/risk/limits?agentId=${id}`);
    const orders = limits.find(({ key }) => key === 'risk.max_open_orders')!;
    await expect(page.locator(`[data-row="${orders.key}"] [data-figure="used"]`)).toHaveAttribute('data-value', orders.used);
  });

  test('scenarios run from the page, one’s own too', async ({ page }) => {
    await page.goto(`/risk?agent=${id}`);
    await isLive(page);
    await page.getByRole('button', { name: 'Run all scenarios' }).click();
    const scenarios = page.getByRole('table', { name: 'Scenarios' });
    await expect(scenarios.getByRole('row')).toHaveCount(9);
    await expect(scenarios.locator('[data-row="market_falls_50"] [data-figure="pnl"]')).toHaveAttribute('data-value', /^-\d/);
    await page.getByLabel('Moves by, percent').fill('-100');
    await page.getByRole('button', { name: 'Run this one' }).click();
    await expect(scenarios.getByRole('row')).toHaveCount(2);
    await expect(scenarios.locator('[data-row="own"]')).toContainText('As you stated it.');
  });
});

test.describe('of an account without a past', () => {
  test.use({ storageState: { cookies: [], origins: [] } });
  test.skip(!recorded.agent, 'nobody has traded through a recording');

  test('what history cannot tell yet is an empty state with its numbers', async ({ page }) => {
    await page.goto('/sign-in');
    await signIn(page, recorded.person);
    await expect(page).toHaveURL(/\/$/);
    await page.goto('/risk');
    await isComplete(page);
    const happened = page.getByRole('region', { name: 'What happened' });
    await expect(happened).toContainText('Not enough history yet', PATIENCE);
    await expect(happened).toContainText('30 are needed');
  });
});
