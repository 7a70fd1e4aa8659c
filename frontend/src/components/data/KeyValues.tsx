import type { ReactNode } from 'react';
import classes from './KeyValues.module.css';

type Props = { items: [name: string, value: ReactNode][] };

export function KeyValues({ items }: Props) {
  return (
    <dl className={classes.list}>
      {items.map(([name, value]) => (
        <div key={name} className={classes.row}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
