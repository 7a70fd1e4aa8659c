'use client';

import { useSyncExternalStore } from 'react';

const EVERY = 1000;
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick() {
  now = Date.now();
  listeners.forEach((listener) => listener());
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(tick, EVERY);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present in whole steps of a second, shared by all ages on the page; 0 while the server renders. */
export const useNow = (): number => useSyncExternalStore(listen, () => now || Date.now() - (Date.now() % EVERY), () => 0);
