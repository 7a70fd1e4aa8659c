'use client';

import { lazily } from '@/components/feedback/lazily';

export const LazySagas = lazily(() => import('./Services').then((it) => it.Sagas));
export const LazyProcesses = lazily(() => import('./Services').then((it) => it.Processes), 320);
export const LazyOutside = lazily(() => import('./Services').then((it) => it.Outside));
