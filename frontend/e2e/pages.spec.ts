import AxeBuilder from '@axe-core/playwright';
import { expect, test, type ConsoleMessage, type Page } from '@playwright/test';
import { ask, isComplete, isLive } from './console';

const PLACES = ['/', '/agents', '/agents/new', '/farms', '/approvals', '/trading', '/backtests', '/risk', '/portfolio', '/leaderboard', '/system', '/audit', '/settings'];
const TABS = ['watch', 'trades', 'performance', 'graduation', 'goals', 'todo', 'memory', 'vault', 'tools', 'rules', 'activity', 'checkpoints', 'settings'];
const SCHEMES = ['dark', 'light'] as const;

/** Risk that cannot be measured yet is refused: the page says so in words, and the browser by itself in its console. */
const isUnmeasured = (said: ConsoleMessage) => said.location().url.includes('/trading/risk/metrics') && said.text().includes('422');

/** With CIVAL_DEEP (`make test-deep`) each page is loaded at each width, and seen in both themes with all colours. */
const isDeep = Boolean(process.env.CIVAL_DEEP);
const WIDE = 1440;
const NARROW = 390;

for (const loaded of isDeep ? [WIDE, NARROW] : [WIDE]) {
  test(`every page is accessible and clean, loaded at ${loaded} px`, async ({ page, baseURL }) => {
    test.setTimeout(400_000);
    const widths = isDeep ? [loaded] : [WIDE, NARROW];
    const wrong: string[] = [];
    page.on('console', (said) => said.type() === 'error' && !isUnmeasured(said) && wrong.push(`${page.url()}: ${said.text()}`));
    page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      const isOurs = request.url().startsWith(baseURL!) || /^(data|blob):/.test(request.url());
      if (!isOurs) wrong.push(`off-origin: ${request.url()}`);
    });
    const { results } = await ask<{ results: { id: string }[] }>(page, '/agents?limit=1');
    const agent = `/agents/${results[0]!.id}`;
    const farms = await ask<{ results: { id: string }[] }>(page, '/farms?limit=1');
    for (const path of [...PLACES, ...farms.results.map(({ id }) => `/farms/${id}`), ...TABS.map((tab) => `${agent}?tab=${tab}`)]) {
      await page.setViewportSize({ width: loaded, height: 900 });
      await page.goto(path);
      await isComplete(page);
      await expect(page.getByRole('alert').filter({ hasText: 'Try again' })).toHaveCount(0);
      for (const width of widths) await isClean(page, path, width);
    }
    expect(wrong).toEqual([]);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await expect(page.getByLabel('Name')).toBeVisible();
    for (const width of widths) await isClean(page, '/sign-in', width);
  });
}

/** Colours, which take most of the time, are the same at every width but for the frame. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
const isColoured = (path: string) => isDeep || ['/', '/trading', '/system', '/sign-in'].includes(path);

/** Wide in the dark and narrow in the light, or all four. */
async function isClean(page: Page, path: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond, `${path} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  for (const scheme of isDeep ? SCHEMES : [width === WIDE ? SCHEMES[0] : SCHEMES[1]]) {
    expect(await violationsIn(page, scheme, isColoured(path) ? [] : COLOURS), `${path} at ${width} px in ${scheme}`).toEqual([]);
  }
}

/** What axe finds serious in a page as it is, in a theme; a page follows the theme of the system without a reload. */
async function violationsIn(page: Page, colorScheme: 'dark' | 'light', without: string[]): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  // Nothing here is in a frame, so axe needs no page of its own to put results of frames together.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).disableRules(without);
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
