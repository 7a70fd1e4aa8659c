'use client';

import { lazily } from '@/components/feedback/lazily';

export const LazyEquity = lazily(() => import('./EquityCurve').then((it) => it.EquityCurve), 310);
