import { expect, type Page } from '@playwright/test';

export const username = process.env.CIVAL_USERNAME ?? 'operator';
export const password = process.env.CIVAL_PASSWORD ?? '';

/** What the sign-in page asks for; with the right password by default. */
export async function signIn(page: Page, secret = password): Promise<void> {
  if (!password) throw new Error('CIVAL_PASSWORD is not set: it is in secrets.json of the platform’s state folder.');
  await page.getByLabel('Name').fill(username);
  await page.getByRole('textbox', { name: 'Password' }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export const isLive = (page: Page) => expect(page.locator('[data-connection="open"]')).toBeVisible({ timeout: 30_000 });

/** Read from the API with the session of the page. */
export async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

/** Make an agent through the wizard; answers its id once it runs. */
export async function createAgent(page: Page, name: string, bars = '5 seconds'): Promise<string> {
  await page.goto('/agents/new');
  await isLive(page);
  await page.getByLabel('Name').fill(name);
  await page.getByRole('combobox', { name: 'Decides on bars of' }).click();
  await page.getByRole('option', { name: bars, exact: true }).click();
  await page.getByRole('button', { name: 'Create and start' }).click();
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(steps).toHaveCount(7);
  await expect(steps.filter({ hasText: 'Done' })).toHaveCount(7);
  await page.getByRole('link', { name: 'Watch it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  return new URL(page.url()).pathname.split('/').at(-1)!;
}
