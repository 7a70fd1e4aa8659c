import { expect, test, type Page } from '@playwright/test';
import { ask, chooseStrategy, createAgent, isLive, newestDecision, PATIENCE } from './console';

test.describe.configure({ mode: 'serial' });

let id: string;
const name = `Journey ${Date.now()}`;

test('an agent is created step by step, and thinks before one’s eyes', async ({ page }) => {
  id = await createAgent(page, name);
  await expect(page.locator('h1 [data-status="running"]')).toBeVisible();
  const first = newestDecision(page);
  await expect(first).toBeVisible(PATIENCE);
  const seen = await first.getAttribute('data-decision');
  await expect(first).not.toHaveAttribute('data-decision', seen!, PATIENCE);
  const known = page.locator(`[data-decision="${seen}"]`);
  await known.getByRole('button').click();
  await expect(known.getByText('Confidence')).toBeVisible();
  await expect(page.getByRole('figure', { name: /BTC\/USD candles/ })).toHaveAttribute('data-bars', /[1-9]\d*/);
});

test('the vault has an address, the tools run, and what they answer is shown', async ({ page }) => {
  await page.goto(`/agents/${id}?tab=vault`);
  await expect(page.getByText(/0x[0-9a-fA-F]{4}…[0-9a-fA-F]{4}/).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Tools' }).click();
  await page.getByRole('button', { name: 'Get market data' }).click();
  await page.getByRole('textbox', { name: /Symbol/ }).fill('BTC/USD');
  await page.getByRole('button', { name: 'Run as this agent' }).click();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('"price"');
  await expect(page.getByRole('table', { name: 'Last calls' })).toContainText('Get market data');
});

test('a strategy is set by a form made from its schema, and what it does not take is said there', async ({ page }) => {
  await page.goto('/agents/new');
  await isLive(page);
  const { results } = await ask<{ results: { type: string; description: string; parametersSchema: { properties: object } }[] }>(page, '/agents/strategies');
  const momentum = results.find(({ type }) => type === 'momentum')!;
  await chooseStrategy(page, 'Momentum');
  const settings = page.getByRole('group', { name: 'How it decides' });
  await expect(settings).toContainText(momentum.description);
  await expect(settings.getByRole('textbox')).toHaveCount(Object.keys(momentum.parametersSchema.properties).length);
  await page.getByLabel('Name').fill(`${name} refused`);
  await settings.getByRole('textbox', { name: 'Lookback' }).fill('1');
  await page.getByRole('button', { name: 'Create and start' }).click();
  await expect(settings.getByRole('textbox', { name: 'Lookback' })).toHaveAccessibleDescription(/greater than or equal to 2/);
});

test('wrong parameters are said beside their field', async ({ page }) => {
  await page.goto(`/agents/${id}?tab=tools`);
  await page.getByRole('button', { name: 'Get market data' }).click();
  await page.getByRole('button', { name: 'Run as this agent' }).click();
  await expect(page.getByText('This is needed.')).toBeVisible();
});

async function chooseAccount(page: Page) {
  await page.getByRole('combobox', { name: 'Account' }).click();
  await page.getByRole('option', { name, exact: true }).click();
}

test('an order is checked, placed once, filled, and held', async ({ page }) => {
  await page.goto('/trading?interval=5s');
  await isLive(page);
  await chooseAccount(page);
  await page.getByLabel('Quantity').fill('1000');
  await expect(page.getByRole('region', { name: 'Check before the order' }).locator('[data-met="false"]')).toContainText('Cash');
  await page.getByLabel('Quantity').fill('0.1');
  await page.getByRole('button', { name: /^Buy 0\.1 BTC for about/ }).dblclick();
  await expect(page.getByText('BTC/USD order filled')).toHaveCount(1);
  const { results } = await ask<{ results: { status: string }[] }>(page, `/trading/orders?agentId=${id}`);
  expect(results.filter(({ status }) => status === 'filled')).toHaveLength(1);
  await expect(page.getByRole('table', { name: 'Positions' }).getByRole('row').filter({ hasText: name })).toContainText('0.1');
  await expect(page.getByRole('figure', { name: /BTC\/USD candles/ })).toHaveAttribute('data-marks', /[1-9]/);
});

test('an order that rests can be cancelled', async ({ page }) => {
  await page.goto('/trading');
  await isLive(page);
  await chooseAccount(page);
  await page.getByText('Limit', { exact: true }).click();
  const quote = await ask<{ price: string }>(page, '/market/live-data/BTC-USD');
  await page.getByLabel('Quantity').fill('0.01');
  await page.getByLabel('Limit price').fill(`${Math.floor(Number(quote.price) * 0.97)}`);
  await page.getByRole('button', { name: /^Buy 0\.01 BTC/ }).click();
  const row = page.getByRole('table', { name: 'Orders' }).getByRole('row').filter({ hasText: name }).first();
  await row.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Order cancelled')).toBeVisible();
  await expect(row).toContainText('Cancelled');
});

test('an agent is paused and resumed, as the backend says', async ({ page }) => {
  await page.goto(`/agents/${id}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.locator('h1 [data-status="paused"]')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.locator('h1 [data-status="running"]')).toBeVisible();
});

test('hours are set and told, and an earlier version holds again', async ({ page }) => {
  await page.goto(`/agents/${id}?tab=settings`);
  const hours = page.getByRole('region', { name: 'Trading hours' });
  await expect(hours).toContainText('On every bar, at any hour');
  await hours.getByRole('button', { name: 'Set hours' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Set the hours' }).click();
  await expect(hours).toContainText('Monday to Friday, 08:00 to 17:00 UTC');
  const versions = page.getByRole('region', { name: 'Versions of its configuration' });
  await expect(versions.locator('[data-version="2"]')).toContainText('In force');
  await versions.getByRole('button', { name: 'Go back to version 1' }).click();
  await expect(hours).toContainText('On every bar, at any hour');
  await page.getByRole('tab', { name: 'Graduation' }).click();
  await expect(page.getByRole('list', { name: 'What is asked for' }).getByRole('listitem')).toHaveCount(8);
});

test('an agent is cloned, and what is done to many is told of each', async ({ page }) => {
  await page.goto(`/agents/${id}`);
  await isLive(page);
  await page.getByRole('button', { name: 'Clone' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clone and start' }).click();
  await page.getByRole('link', { name: 'Watch it' }).click(PATIENCE);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${name} copy`);
  await page.goto(`/agents?name=${encodeURIComponent(name)}`);
  await expect(page.getByRole('region', { name: '2 agents' })).toBeVisible();
  await order(page, `Choose ${name} copy`, 'Pause', 'Pause them');
  await expect(page.getByText('1 agent changed, 0 left')).toBeVisible(PATIENCE);
  await order(page, 'Choose all on this page', 'Resume', 'Resume them');
  await expect(page.getByText('1 agent changed, 1 left')).toBeVisible(PATIENCE);
  await expect(page.locator(`[data-refused="${id}"]`)).toContainText('running cannot resume');
  await page.getByRole('checkbox', { name: `Choose ${name} copy` }).click();
  await page.getByRole('region', { name: 'Chosen agents' }).getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('dialog').getByRole('switch', { name: /Close positions/ }).click();
  await page.getByRole('dialog').getByLabel(/Type ARCHIVE/).fill('ARCHIVE');
  await page.getByRole('dialog').getByRole('button', { name: 'Archive them' }).click();
  await expect(page.getByText('1 agent changed, 0 left')).toBeVisible(PATIENCE);
  await expect(page.getByRole('region', { name: '1 agent', exact: true })).toBeVisible(PATIENCE);
});

/** Choose agents and have something done to them. */
async function order(page: Page, whom: string, what: string, sure: string) {
  await page.getByRole('checkbox', { name: whom }).click();
  await page.getByRole('region', { name: 'Chosen agents' }).getByRole('button', { name: what, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: sure }).click();
}

test('a farm is made, an agent joins it, and it gets a goal', async ({ page }) => {
  await page.goto('/farms');
  await page.getByRole('button', { name: 'Make a farm' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill(`Farm of ${name}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Farm of ${name}`);
  await page.getByRole('button', { name: 'Add an agent' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: /Agent/ }).fill(name);
  await page.getByRole('option', { name, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByRole('table', { name: 'Members' })).toContainText(name);
  await page.getByRole('button', { name: 'Set a goal' }).click();
  await page.getByRole('dialog').getByLabel('Target').fill('1000000');
  await page.getByRole('dialog').getByLabel('Collect the profit').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Set it' }).click();
  const goal = page.getByRole('region', { name: 'Goals' }).locator('[data-goal]');
  await expect(goal).toContainText('Earn $1,000,000.00');
  await expect(goal).toContainText('Once it is reached, the profit goes into the vault.');
});

test('the kill switch needs its word, binds, and is released', async ({ page }) => {
  await page.goto('/system');
  await page.getByRole('combobox', { name: 'Whom to halt' }).click();
  await page.getByRole('option', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Halt' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Browser test');
  await expect(dialog.getByRole('button', { name: 'Engage the kill switch' })).toBeDisabled();
  await dialog.getByLabel(/Type HALT/).fill('HALT');
  await dialog.getByRole('button', { name: 'Engage the kill switch' }).click();
  await expect(page.getByRole('alert').filter({ hasText: `Kill switch engaged for ${name}` })).toBeVisible();
  await page.getByRole('button', { name: 'Release' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Browser test is over');
  await page.getByRole('dialog').getByLabel(/Type RELEASE/).fill('RELEASE');
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
  await expect(page.getByText(`Kill switch engaged for ${name}`)).toHaveCount(0);
});
