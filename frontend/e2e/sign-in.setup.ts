import { expect, test } from '@playwright/test';
import { operator, signIn } from './console';

test('a wrong password is refused, the right one opens the console', async ({ page }) => {
  await page.goto('/agents');
  await expect(page).toHaveURL(/sign-in\?next=%2Fagents/);
  await signIn(page, { ...operator, password: 'certainly wrong' });
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toBeVisible();
  await signIn(page);
  await expect(page).toHaveURL(/\/agents$/);
  await page.context().storageState({ path: 'test-results/session.json' });
});
