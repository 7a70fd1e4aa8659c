import classes from './Json.module.css';

/** A value that has no better form, as it is. */
export function Json({ value, label }: { value: unknown; label: string }) {
  return (
    <pre className={classes.json} tabIndex={0} role="region" aria-label={label}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
