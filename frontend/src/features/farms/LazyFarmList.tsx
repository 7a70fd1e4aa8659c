'use client';

import { lazily } from '@/components/feedback/lazily';

export const LazyFarmList = lazily(() => import('./FarmList').then((it) => it.FarmList), 420);
