'use client';

import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import { IconHandStop } from '@tabler/icons-react';
import { killSwitch } from './queries';
import classes from './HaltBanner.module.css';

/** On every page while a kill switch binds the account. */
export function HaltBanner() {
  const { data } = useQuery(killSwitch);
  const [halt] = data?.results ?? [];
  if (!halt) return null;
  return (
    <Link href="/system" className={classes.banner} role="alert">
      <IconHandStop size={18} aria-hidden />
      <span>
        <strong>Kill switch engaged for {halt.targetName}.</strong> Nothing below it adds risk. {halt.reason}
      </span>
    </Link>
  );
}
