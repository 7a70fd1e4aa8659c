'use client';

import { lazily } from '@/components/feedback/lazily';

export const LazyActivity = lazily(() => import('./Activity').then((it) => it.Activity), 130);
export const LazySubscribers = lazily(() => import('./Subscribers').then((it) => it.Subscribers));
export const LazyDeadLetters = lazily(() => import('./DeadLetters').then((it) => it.DeadLetters));
