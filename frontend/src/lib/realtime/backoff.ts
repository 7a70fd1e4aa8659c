const FIRST = 500;
const LONGEST = 15_000;

/** Milliseconds to wait before try number `attempt` (from 1): doubling, and spread so that a fleet does not return at once. */
export function delayBefore(attempt: number, spread = fraction()): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
  return whole / 2 + (whole / 2) * spread;
}

function fraction(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word / 2 ** 32;
}
