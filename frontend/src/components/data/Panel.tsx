import type { ReactNode } from 'react';
import classes from './Panel.module.css';

type Props = {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  id?: string;
  fill?: boolean;
};

/** A titled part of a page. `flush` lets tables and charts reach its edges. */
export function Panel({ title, aside, children, flush, id, fill }: Props) {
  return (
    <section className={classes.panel} aria-label={title} data-panel={title} id={id} data-fill={fill || undefined}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
