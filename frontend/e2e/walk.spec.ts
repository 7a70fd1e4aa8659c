import { expect, test, type Page } from '@playwright/test';
import { ask, isComplete, PATIENCE, recorded, signIn } from './console';
import { answersTo, figuresOn, levelOf, sourcesOf, type Book, type Shown } from './figures';

/** As somebody whose agent has traded through a recording that is over: what is its own stands still, so that it can be compared exactly. */
test.use({ storageState: { cookies: [], origins: [] } });
test.skip(!recorded.agent, 'nobody has traded through a recording');

const { agent, farm, venue } = recorded;

test.beforeEach(async ({ page }) => {
  await page.goto('/sign-in');
  await signIn(page, recorded.person);
  await expect(page).toHaveURL(/\/$/);
});

const nameOf = ({ panel, row, figure }: Shown) => `${panel} | ${row} | ${figure}`;

/** These panels have figures, and each is what the API says at some moment while one looks at it; what stands still is so at every moment. */
async function compare(page: Page, books: Book[], panels: string[], on: { venue?: string; query?: string } = {}): Promise<void> {
  const vault = await ask<{ id: string }>(page, `/agents/${agent}/vault`);
  const sources = sourcesOf({ agent, farm }, vault.id, on.venue ?? venue, on.query ?? '');
  const met = new Set<string>();
  await expect(async () => {
    const figures = await figuresOn(page);
    expect([...new Set(figures.map(({ panel }) => panel))].sort()).toEqual(panels);
    const inBook = figures.filter(({ panel }) => panel === 'Order book');
    const others = figures.filter(({ panel }) => panel !== 'Order book');
    const answers = await answersTo(page, others, sources);
    others.forEach((each, index) => each.figure && each.value === answers[index] && met.add(nameOf(each)));
    expect(others.map((each, index) => ({ ...each, api: answers[index] })).filter((each) => !met.has(nameOf(each)))).toEqual([]);
    const isOneBook = books.some((book) => inBook.every(({ row, figure, value }) => levelOf(book, row)?.[figure] === value));
    expect(isOneBook || !inBook.length, 'a book that the API sent').toBe(true);
  }).toPass({ timeout: 90_000, intervals: [100, 200, 300, 500] });
}

/** Where figures must be, so that an empty page is not right by having none. */
const PAGES: [path: string, panels: string[], on?: { venue?: string; query?: string }][] = [
  ['/', ['Agents', 'Markets', 'Net worth', 'Positions']],
  ['/agents', ['1 agent']],
  ['/farms', ['1 farm']],
  [`/farms/${farm}`, ['Members']],
  [`/trading?venue=${encodeURIComponent(venue)}`, ['BTC/USD', 'Fills', 'Orders', 'Positions']],
  ['/trading', ['BTC/USD', 'Fills', 'Order book', 'Orders', 'Positions'], { venue: 'sim' }],
  ['/portfolio?period=all', ['Attribution', 'Journal', 'Performance']],
  ['/system', ['Activity', 'Health', 'Operations', 'Subscribers']],
  [`/agents/${agent}`, ['BTC/USD', 'Decisions', 'Positions', 'Worth']],
  [`/agents/${agent}?tab=trades`, ['Fills', 'Orders', 'Positions', 'Worth'], { query: `?agentId=${agent}` }],
  [`/agents/${agent}?tab=graduation`, ['From paper to real money', 'Worth']],
  [`/agents/${agent}?tab=todo`, ['To do', 'Worth']],
  [`/agents/${agent}?tab=vault`, ['Movements', 'Vault', 'Worth']],
  [`/agents/${agent}?tab=tools`, ['Backtest strategy', 'Last calls', 'The last day', 'Worth']],
  [`/agents/${agent}?tab=settings`, ['Configuration, version 1', 'Worth']],
];

test('every figure of every page is the API’s', async ({ page }) => {
  test.setTimeout(600_000);
  const books: Book[] = [];
  page.on('response', async (answer) => {
    if (answer.ok() && answer.url().includes('/market/order-book')) books.push((await answer.json()) as Book);
  });
  for (const [path, panels, on] of PAGES) {
    await page.goto(path);
    await isComplete(page);
    await test.step(path, () => compare(page, books, panels, on));
  }
});

test('the recorded minutes are on the chart, with the agent’s fills where they happened', async ({ page }) => {
  const { results } = await ask<{ results: { side: string; marketTime: string }[] }>(page, `/trading/fills?agentId=${agent}&limit=200`);
  const marks = new Set(results.map(({ side, marketTime }) => `${side} ${marketTime.slice(0, 16)}`));
  const { candles } = await ask<{ candles: unknown[] }>(page, `/market/candles?venue=${venue}&symbol=BTC/USD&interval=1m&limit=300`);
  expect(marks.size).toBeGreaterThan(3);
  for (const path of [`/trading?venue=${encodeURIComponent(venue)}`, `/agents/${agent}`]) {
    await page.goto(path);
    const chart = page.getByRole('figure', { name: 'BTC/USD candles of 1m' });
    await expect(chart).toHaveAttribute('data-bars', String(candles.length));
    await expect(chart).toHaveAttribute('data-marks', String(marks.size));
    await expect(page.getByRole('region', { name: 'BTC/USD' }).locator('[data-source="replay"]').first()).toContainText('4 Apr 2018');
  }
});

test('the equity curve ends where the API’s does', async ({ page }) => {
  test.setTimeout(300_000);
  type History = { points: { equity: string }[]; asOf: string };
  // What the fills changed is recorded within the minute: it has passed, unless everything before was very quick.
  await expect(async () => {
    const { points } = await ask<History>(page, '/portfolio/history');
    expect(points.length).toBeGreaterThan(1);
  }).toPass({ timeout: 130_000 });
  for (const [path, query] of [['/', ''], [`/agents/${agent}?tab=trades`, `?agentId=${agent}`]]) {
    await page.goto(path!);
    const panel = page.getByRole('region', { name: 'Equity' });
    await expect(async () => {
      const { points, asOf } = await ask<History>(page, `/portfolio/history${query}`);
      await expect(panel.getByRole('figure')).toHaveAttribute('data-last', points.at(-1)!.equity, { timeout: 2000 });
      await expect(panel.locator('[data-source="paper"]')).toHaveAttribute('data-as-of', asOf, { timeout: 2000 });
    }).toPass(PATIENCE);
  }
});
