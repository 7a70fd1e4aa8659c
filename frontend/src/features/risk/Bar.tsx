import classes from './risk.module.css';

type Props = { label: string; part: number | null };

/** How much of a whole is taken, 0 to 1; marked where it comes near, and never drawn beyond its end. */
export function Bar({ label, part }: Props) {
  const percent = Math.round(Math.min(1, Math.max(0, part ?? 0)) * 100);
  const level = part === null ? 'none' : part >= 1 ? 'full' : part >= 0.8 ? 'near' : 'free';
  return (
    <div className={classes.bar} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} data-level={level}>
      <div style={{ width: `${percent}%` }} />
    </div>
  );
}
