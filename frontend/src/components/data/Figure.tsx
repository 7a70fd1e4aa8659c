import type { ReactNode } from 'react';
import { Skeleton } from '@mantine/core';
import classes from './Figure.module.css';

type Props = { label: ReactNode; children: ReactNode; note?: ReactNode; size?: 'md' | 'lg'; loading?: boolean };

/** A number with its name, and below it what puts it in proportion. */
export function Figure({ label, children, note, size = 'md', loading }: Props) {
  return (
    <div className={classes.figure} data-size={size}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{loading ? <Skeleton h={size === 'lg' ? 34 : 20} my={4} w="70%" /> : children}</div>
      {note !== undefined && <div className={classes.note}>{note}</div>}
    </div>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <div className={classes.figures}>{children}</div>;
}
