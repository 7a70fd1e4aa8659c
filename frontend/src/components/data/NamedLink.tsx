import Link from 'next/link';
import type { ReactNode } from 'react';
import classes from './NamedLink.module.css';

type Props = { href: string; name: string; about?: ReactNode };

/** A name that leads to its page, with a line about it below. */
export function NamedLink({ href, name, about }: Props) {
  return (
    <Link href={href} className={classes.name}>
      {name}
      {about && <span>{about}</span>}
    </Link>
  );
}
