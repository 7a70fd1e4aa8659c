import type { ReactNode } from 'react';
import classes from './Columns.module.css';

type Props = { children: ReactNode; shape?: 'even' | 'main-side' | 'side-main' };

/** Panels side by side; on narrow screens below each other. */
export function Columns({ children, shape = 'even' }: Props) {
  return (
    <div className={classes.columns} data-shape={shape}>
      {children}
    </div>
  );
}

/** Panels below each other. */
export function Stacked({ children }: { children: ReactNode }) {
  return <div className={classes.stacked}>{children}</div>;
}
