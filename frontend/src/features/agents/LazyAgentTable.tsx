'use client';

import { lazily } from '@/components/feedback/lazily';

export const LazyAgentTable = lazily(() => import('./AgentTable').then((it) => it.AgentTable), 420);
