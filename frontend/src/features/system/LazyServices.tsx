'use client';

import { lazily } from '@/components/feedback/lazily';

export const LazySagas = lazily(() => import('./Services').then((it) => it.Sagas));
export const LazyServices = lazily(() => import('./Services').then((it) => it.Services), 320);
