import AxeBuilder from '@axe-core/playwright';
import { expect, test, type ConsoleMessage, type Page } from '@playwright/test';
import { ask, isComplete, isLive } from './console';

const TABS = ['watch', 'trades', 'performance', 'graduation', 'goals', 'todo', 'memory', 'vault', 'tools', 'rules', 'activity', 'checkpoints', 'settings'];

/** Risk that cannot be measured yet is refused: the page says so in words, and the browser by itself in its console. */
const isUnmeasured = (said: ConsoleMessage) => said.location().url.includes('/trading/risk/metrics') && said.text().includes('422');

for (const width of [1440, 390]) {
  test(`every page is accessible and clean at ${width} px, dark and light`, async ({ page, baseURL }) => {
    test.setTimeout(400_000);
    const wrong: string[] = [];
    page.on('console', (said) => said.type() === 'error' && !isUnmeasured(said) && wrong.push(`${page.url()}: ${said.text()}`));
    page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      const isOurs = request.url().startsWith(baseURL!) || /^(data|blob):/.test(request.url());
      if (!isOurs) wrong.push(`off-origin: ${request.url()}`);
    });
    await page.setViewportSize({ width, height: 900 });
    const { results } = await ask<{ results: { id: string }[] }>(page, '/agents?limit=1');
    const agent = `/agents/${results[0]!.id}`;
    const farms = await ask<{ results: { id: string }[] }>(page, '/farms?limit=1');
    for (const path of ['/', '/agents', '/agents/new', '/farms', ...farms.results.map(({ id }) => `/farms/${id}`), '/approvals', '/trading', '/backtests', '/risk', '/portfolio', '/leaderboard', '/system', '/audit', '/settings', ...TABS.map((tab) => `${agent}?tab=${tab}`)]) {
      await page.goto(path);
      await isComplete(page);
      await expect(page.getByRole('alert').filter({ hasText: 'Try again' })).toHaveCount(0);
      await isClean(page, path, width);
    }
    expect(wrong).toEqual([]);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await expect(page.getByLabel('Name')).toBeVisible();
    await isClean(page, '/sign-in', width);
  });
}

/** Colours, which take most of the time, are the same at every width but for the frame; all else is the same in both themes. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
/** With CIVAL_DEEP (`make test-deep`) colours are checked on every page, else on those that show the most of them. */
const isColoured = (path: string) => Boolean(process.env.CIVAL_DEEP) || ['/', '/trading', '/system', '/sign-in'].includes(path);

async function isClean(page: Page, path: string, width: number): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
  const structure = new AxeBuilder({ page }).disableRules(COLOURS);
  expect(await violationsIn(page, 'dark', structure), path).toEqual([]);
  if (!isColoured(path) || (width < 1000 && path !== '/')) return;
  for (const scheme of ['dark', 'light'] as const) {
    expect(await violationsIn(page, scheme, new AxeBuilder({ page }).withRules(COLOURS)), `${path} in ${scheme}`).toEqual([]);
  }
}

/** What axe finds serious in a page as it is, in a theme; a page follows the theme of the system without a reload. */
async function violationsIn(page: Page, colorScheme: 'dark' | 'light', axe: AxeBuilder): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  const { violations } = await axe.analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

test('the palette leads anywhere by keyboard', async ({ page }) => {
  await page.goto('/');
  await isLive(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Command palette' }).fill('trading');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/trading/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/\/system/);
});

test('the chosen theme stays', async ({ page }) => {
  await page.goto('/');
  const root = page.locator('html');
  const before = await root.getAttribute('data-mantine-color-scheme');
  await page.getByRole('button', { name: 'Dark or light' }).click();
  await expect(root).not.toHaveAttribute('data-mantine-color-scheme', before!);
  const chosen = await root.getAttribute('data-mantine-color-scheme');
  await page.reload();
  await expect(root).toHaveAttribute('data-mantine-color-scheme', chosen!);
});
