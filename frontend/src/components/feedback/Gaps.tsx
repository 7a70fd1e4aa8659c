import { plural } from '@/lib/format';
import classes from './Gaps.module.css';

export type Gap = { what: string; venue: string; reason: string };

/** What a figure does not have in it, or not all of, and why: a sum must not hide its gaps. */
export function Gaps({ gaps, noun = 'part' }: { gaps: readonly Gap[]; noun?: string }) {
  if (!gaps.length) return null;
  return (
    <details className={classes.gaps} data-gaps={gaps.length}>
      <summary>{plural(gaps.length, noun)} not in all of these figures</summary>
      <ul>
        {gaps.map(({ what, venue, reason }) => (
          <li key={`${venue} ${what} ${reason}`}>
            <strong>{what}</strong>
            {venue && ` on ${venue}`}: {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
