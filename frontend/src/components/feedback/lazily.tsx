'use client';

import type { ComponentType } from 'react';
import dynamic from 'next/dynamic';
import { Skeleton } from '@mantine/core';

/** A part of a page that is fetched when it is shown; until then its place is kept. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>, height = 220) {
  return dynamic(load, { ssr: false, loading: () => <Skeleton h={height} radius="lg" /> });
}
