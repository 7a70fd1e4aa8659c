import { expect, test, type Page } from '@playwright/test';
import { ask, createAgent, isLive, PATIENCE } from './console';

test.describe.configure({ mode: 'serial' });

const name = `Desk ${Date.now()}`;
let agent: string;

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

test('a watchlist is begun, filled, ordered and shown on the chart', async ({ page }) => {
  await page.goto('/trading');
  await isLive(page);
  const list = panel(page, 'Watchlist');
  await list.getByRole('button', { name: /Begin one|Manage the watchlist/ }).click();
  if (await page.getByRole('menuitem', { name: 'New watchlist' }).isVisible()) await page.getByRole('menuitem', { name: 'New watchlist' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click();
  await list.getByRole('button', { name: 'Watch BTC/USD' }).click();
  await expect(list.locator('[data-row="sim BTC/USD"] [data-figure="price"]')).toHaveAttribute('data-value', /\d/);
  await page.goto('/trading?symbol=ETH/USD');
  await isLive(page);
  if (await list.getByRole('combobox', { name: 'Which list' }).isVisible()) {
    await list.getByRole('combobox', { name: 'Which list' }).click();
    await page.getByRole('option', { name, exact: true }).click();
  }
  await list.getByRole('button', { name: 'Watch ETH/USD' }).click();
  await list.getByRole('button', { name: 'Order or remove ETH/USD' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect(list.getByRole('list').getByRole('listitem').first()).toContainText('ETH/USD');
  await list.getByRole('button', { name: 'Show BTC/USD' }).click();
  await expect(page).toHaveURL(/symbol=BTC(%2F|\/)USD|\/trading(\?venue=sim)?$/);
});

test('a price alert is set by the command’s own schema, reached, and told once', async ({ page }) => {
  await page.goto('/trading');
  await isLive(page);
  const { price } = await ask<{ price: string }>(page, '/market/live-data/BTC-USD');
  const alerts = panel(page, 'Price alerts');
  await alerts.getByRole('button', { name: 'Set one' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Wait for it' }).click();
  await expect(dialog).toBeVisible(); // without a price there is nothing to wait for
  await dialog.getByRole('textbox', { name: 'Price' }).fill(`${Math.floor(Number(price) / 2)}`);
  await dialog.getByRole('textbox', { name: 'Note' }).fill(name);
  await dialog.getByRole('button', { name: 'Wait for it' }).click();
  const line = alerts.getByRole('listitem').filter({ hasText: name });
  await expect(line).toHaveAttribute('data-status', 'triggered', PATIENCE);
  const told = await ask<{ results: { subject: string; detail: string }[] }>(page, '/system/alerts?limit=200');
  expect(told.results.filter(({ detail }) => detail === name)).toHaveLength(1);
  await line.getByRole('button', { name: 'Remove' }).click();
  await expect(line).toHaveCount(0);
});

test('a trade is in the journal, takes a note, and is attributed', async ({ page }) => {
  agent = await createAgent(page, name, '1 day');
  for (const side of ['buy', 'sell']) {
    const token = (await page.context().cookies()).find((each) => each.name === 'csrftoken')!.value;
    const placed = await page.request.post('/api/v1/trading/paper/order', {
      data: { agentId: agent, symbol: 'BTC/USD', side, quantity: '0.1' },
      headers: { 'X-CSRFToken': token, Referer: page.url() },
    });
    expect(placed.status(), await placed.text()).toBe(200);
  }
  type Journal = { results: { id: string; agentId: string; profit: string; status: string }[] };
  await expect(async () => {
    const { results } = await ask<Journal>(page, '/trading/journal?state=closed');
    expect(results.some(({ agentId }) => agentId === agent)).toBe(true);
  }).toPass(PATIENCE);
  const { results } = await ask<Journal>(page, '/trading/journal?state=closed');
  const trip = results.find(({ agentId }) => agentId === agent)!;
  await page.goto('/portfolio');
  const row = page.getByRole('table', { name: 'Journal' }).locator(`[data-row="${trip.id}"]`);
  await expect(row.locator('[data-figure="profit"]')).toHaveAttribute('data-value', trip.profit);
  await row.getByRole('button', { name: 'Add a note' }).click();
  await page.getByRole('dialog').getByLabel('Note').fill('Chased it.');
  await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
  await expect(row).toContainText('Chased it.');
  await expect(panel(page, 'Attribution').getByRole('row').filter({ hasText: name })).toBeVisible(PATIENCE);
  await page.getByText('Strategy', { exact: true }).click();
  await expect(panel(page, 'Attribution').getByRole('row').filter({ hasText: /Momentum|By hand/ }).first()).toBeVisible();
});

test('what is exported is what is shown', async ({ page }) => {
  await page.goto('/portfolio?period=all');
  await isLive(page);
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Journal, CSV' }).click()]);
  expect(download.suggestedFilename()).toBe('journal.csv');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  expect(text.split('\r\n')[0]).toContain('entry_price');
  expect(text).toContain('Chased it.');
});
