/** The periods a portfolio is looked at over, in days; `all` begins where its curve does. */
export const PERIODS = { '1d': 1, '7d': 7, '30d': 30, '90d': 90, all: null } as const;
export type Period = keyof typeof PERIODS;
export const CHOICES = Object.keys(PERIODS) as Period[];

/** When a period that ends now began; nothing for all of it. */
export function sinceOf(period: Period, now: number): string | undefined {
  const days = PERIODS[period];
  return days === null ? undefined : new Date(now - days * 86_400_000).toISOString();
}

const STEPS: [seconds: number, unit: string][] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
];

/** How long something was held: `2 d 3 h`, `5 min`, `12 s`. */
export function formatLength(seconds: number): string {
  const parts: string[] = [];
  let left = seconds;
  for (const [size, unit] of STEPS) {
    if (left >= size) parts.push(`${Math.floor(left / size)} ${unit}`);
    left %= size;
  }
  return parts.slice(0, 2).join(' ') || `${left} s`;
}
