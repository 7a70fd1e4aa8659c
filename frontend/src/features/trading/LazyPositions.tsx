'use client';

import { lazily } from '@/components/feedback/lazily';

export const LazyPositions = lazily(() => import('./Positions').then((it) => it.PositionsPanel));
