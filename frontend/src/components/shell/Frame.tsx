'use client';

import type { ReactNode } from 'react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Connection } from './Connection';
import { Logo } from './Logo';
import { isAt, PLACES } from './places';
import { useShortcuts } from './shortcuts';
import { ThemeToggle } from './ThemeToggle';
import classes from './Frame.module.css';

const Palette = dynamic(() => import('./Palette').then((it) => it.Palette), { ssr: false });
const openPalette = () => void import('@mantine/spotlight').then(({ spotlight }) => spotlight.open());

/** What stands beside the name of a place, by its address. */
type Marks = Record<string, ReactNode>;
type Props = { children: ReactNode; account: ReactNode; banner?: ReactNode; marks?: Marks };

/** The frame around every page: where one is, whether it is live, and how to get anywhere. */
export function Frame({ children, account, banner, marks = {} }: Props) {
  useShortcuts(openPalette);
  return (
    <div className={classes.frame}>
      <a href="#main" className="skip">
        Skip to content
      </a>
      <aside className={classes.side}>
        <Link href="/" className={classes.brand}>
          <Logo />
          <span>Cival</span>
        </Link>
        <Places className={classes.places} label="Primary" marks={marks} />
      </aside>
      <header className={classes.head}>
        <Link href="/" className={classes.phoneBrand} aria-label="Cival, overview">
          <Logo size={24} />
        </Link>
        <UnstyledButton className={classes.search} onClick={openPalette}>
          <IconSearch size={15} aria-hidden />
          <span>Go to…</span>
          <kbd>Ctrl K</kbd>
        </UnstyledButton>
        <div className={classes.tools}>
          <Connection />
          <ThemeToggle />
          {account}
        </div>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        {banner}
        {children}
      </main>
      <Places className={classes.phonePlaces} label="Primary, small screens" marks={marks} />
      <Palette />
    </div>
  );
}

function Places({ className, label, marks }: { className: string | undefined; label: string; marks: Marks }) {
  const path = usePathname();
  return (
    <nav className={className} aria-label={label}>
      {PLACES.map((place) => (
        <Link key={place.href} href={place.href} className={classes.place} aria-current={isAt(path, place) ? 'page' : undefined}>
          <place.icon size={19} stroke={1.6} aria-hidden />
          <span>{place.label}</span>
          {marks[place.href]}
        </Link>
      ))}
    </nav>
  );
}
