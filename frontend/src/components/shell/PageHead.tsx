import type { ReactNode } from 'react';
import Link from 'next/link';
import { IconChevronRight } from '@tabler/icons-react';
import classes from './PageHead.module.css';

type Props = { title: ReactNode; above?: { href: string; label: string }; children?: ReactNode; below?: ReactNode };

/** The head of a page: its title, the way back up, its actions, and a line about it. */
export function PageHead({ title, above, children, below }: Props) {
  return (
    <div className={classes.head}>
      <div className={classes.text}>
        {above && (
          <Link href={above.href} className={classes.above}>
            {above.label}
            <IconChevronRight size={13} aria-hidden />
          </Link>
        )}
        <h1 className={classes.title}>{title}</h1>
        {below && <div className={classes.below}>{below}</div>}
      </div>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
