'use client';

import { useEffect, useRef } from 'react';
import { useRouter } from 'next/navigation';
import { PLACES } from './places';

const WITHIN = 1200;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Ctrl K opens the palette, also while its code is still on the way; `g` and then the letter of a place goes there; `/` goes to the page's filter. */
export function useShortcuts(openPalette: () => void): void {
  const router = useRouter();
  const going = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const place = PLACES.find(({ key }) => key === event.key);
      if (event.key === 'g') going.current = event.timeStamp;
      else if (place && event.timeStamp - going.current < WITHIN) router.push(place.href);
      else if (event.key === '/') focusFilter(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router, openPalette]);
}

function focusFilter(event: KeyboardEvent): void {
  const filter = document.querySelector<HTMLInputElement>('[data-filter]');
  if (!filter) return;
  event.preventDefault();
  filter.focus();
}
