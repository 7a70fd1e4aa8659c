import { expect, type Page } from '@playwright/test';

export type Person = { name: string; password: string };

/** Who the journeys are made as. */
export const operator: Person = { name: process.env.CIVAL_USERNAME ?? 'operator', password: process.env.CIVAL_PASSWORD ?? '' };

/** A person whose agent has traded through a recording that is over, so that its figures stand still. */
export const recorded = {
  person: { name: process.env.CIVAL_RECORDED_USERNAME ?? '', password: process.env.CIVAL_RECORDED_PASSWORD ?? '' },
  agent: process.env.CIVAL_RECORDED_AGENT ?? '',
  farm: process.env.CIVAL_RECORDED_FARM ?? '',
  venue: process.env.CIVAL_RECORDED_VENUE ?? '',
};

/** What waits for others (a bar that closes, a process that starts, a question that is asked again) may take so long. */
export const PATIENCE = { timeout: 60_000 };

/** What the sign-in page asks for. */
export async function signIn(page: Page, { name, password }: Person = operator): Promise<void> {
  if (!password) throw new Error('No password: CIVAL_PASSWORD is in secrets.json of the platform’s state folder.');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export const isLive = (page: Page) => expect(page.locator('[data-connection="open"]')).toBeVisible(PATIENCE);

/** Whether everything that was asked for when a page opened has been answered. */
export async function isComplete(page: Page): Promise<void> {
  await isLive(page);
  await expect(page.locator('[role="status"][aria-label="Loading"], .mantine-Skeleton-root')).toHaveCount(0, PATIENCE);
}

/** Read from the API with the session of the page. */
export async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

export async function chooseStrategy(page: Page, strategy: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Strategy' }).click();
  await page.getByRole('option', { name: strategy, exact: true }).click();
}

/** Make an agent through the wizard; answers its id once it runs. */
export async function createAgent(page: Page, name: string, bars = '5 seconds'): Promise<string> {
  await page.goto('/agents/new');
  await isLive(page);
  await chooseStrategy(page, 'Momentum');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('combobox', { name: 'Decides on bars of' }).click();
  await page.getByRole('option', { name: bars, exact: true }).click();
  await page.getByRole('button', { name: 'Create and start' }).click();
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(steps.filter({ hasText: 'Done' })).toHaveCount(7, PATIENCE);
  await expect(steps).toHaveCount(7);
  await page.getByRole('link', { name: 'Watch it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

/** The newest decision in sight; each has an id of its own. */
export const newestDecision = (page: Page) => page.locator('[data-decision]').first();

/** Ask whoever runs the platform for these tests to end a process without a word, or to start it again. */
export async function control(page: Page, order: 'kill' | 'start', process_: string): Promise<void> {
  const answer = await page.request.post(`${process.env.CIVAL_CONTROL}/${order}/${process_}`, { timeout: 150_000 });
  expect(answer.status(), `${order} ${process_}`).toBe(204);
}
