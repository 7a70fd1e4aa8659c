import { expect, test, type Page } from '@playwright/test';
import { ask, isComplete, isLive, PATIENCE } from './console';

type Figures = Record<string, number | null>;
type Report = { source: string; lastAt: string; finalEquity: string; metrics: Figures; benchmark: Figures; equity: { equity: number; drawdown: number }[] };
type Run = { id: string; status: string; strategy: string; code: string; report: Report | null; tradeCount: number };

const RATIOS = ['totalReturn', 'cagr', 'maxDrawdown', 'sharpe', 'sortino', 'winRate', 'profitFactor', 'trades', 'fees'];

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

/** The exact value of a figure, or null where there is none. */
const valueOf = (page: Page, figure: string, row = '') =>
  panel(page, 'Result').locator(`${row}[data-figure="${figure}"]`).first().getAttribute('data-value');

const shown = (value: number | null | undefined) => (value === null || value === undefined ? null : String(value));

test('a strategy is played from the page, and what is shown is what the API says', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto('/backtests');
  await isLive(page);
  await page.getByRole('combobox', { name: 'Strategy' }).click();
  await page.getByRole('option', { name: 'Buy and hold', exact: true }).click();
  await page.getByLabel('Start', { exact: true }).fill('2026-01-01T00:00');
  await page.getByLabel('End', { exact: true }).fill('2026-03-01T00:00');
  await page.getByLabel('Slippage', { exact: true }).fill('0.001');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const result = panel(page, 'Result');
  await expect(result.locator('[data-figure="totalReturn"]').first()).toBeVisible(PATIENCE);
  await isComplete(page);

  const { results } = await ask<{ results: Run[] }>(page, '/trading/backtests?limit=1');
  const run = await ask<Run>(page, `/trading/backtests/${results[0]!.id}`);
  const report = run.report!;
  expect(run).toMatchObject({ status: 'succeeded', strategy: 'buy_and_hold' });
  for (const name of RATIOS) expect(await valueOf(page, name), name).toBe(shown(report.metrics[name]));
  expect(await valueOf(page, 'totalReturn', '[data-row="benchmark"] ')).toBe(shown(report.benchmark.totalReturn));
  expect(await valueOf(page, 'finalEquity')).toBe(report.finalEquity);
  await expect(result.locator('[data-source="simulated"]')).toHaveAttribute('data-as-of', report.lastAt);
  const curves = panel(page, 'Equity').getByRole('figure');
  await expect(curves.first()).toHaveAttribute('data-last', String(report.equity.at(-1)!.equity));
  await expect(curves.first()).toHaveAttribute('data-points', String(report.equity.length));
  await expect(curves.last()).toHaveAttribute('data-last', String(report.equity.at(-1)!.drawdown));
  await expect(panel(page, 'Trades').locator('tbody tr')).toHaveCount(run.tradeCount);
  await expect(panel(page, 'Runs').locator(`[data-row="${run.id}"]`)).toContainText('Succeeded');

  await result.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Equity, CSV' }).click()]);
  expect(download.suggestedFilename()).toBe(`backtest-${run.id}-equity.csv`);
});

test('a request that is too large is refused in the form, with the limit', async ({ page }) => {
  await page.goto('/backtests');
  await isLive(page);
  await page.getByRole('combobox', { name: 'Bars of' }).click();
  await page.getByRole('option', { name: '1 second', exact: true }).click();
  await page.getByLabel('Start', { exact: true }).fill('2026-01-01T00:00');
  await page.getByLabel('End', { exact: true }).fill('2026-03-01T00:00');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Too many bars' })).toContainText('shorten the period');
});
