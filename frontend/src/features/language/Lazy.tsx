'use client';

import { lazily } from '@/components/feedback/lazily';

export const LazyLanguageModels = lazily(() => import('./LanguageModels').then((it) => it.LanguageModels), 160);
