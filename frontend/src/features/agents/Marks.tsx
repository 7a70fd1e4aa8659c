'use client';

import { createContext, useContext } from 'react';
import { Checkbox } from '@mantine/core';
import type { Agent } from '@/lib/api/types';
import { isChosen, markOf, type Chosen, type Selection } from './selection';

export type Marking = { selection: Selection; page: readonly Agent[]; mark: (agents: readonly Chosen[], isMarked: boolean) => void };

const Context = createContext<Marking | null>(null);

/** Around a table whose rows can be marked; null where one may not do anything to them. */
export const Marks = Context.Provider;

/** Marks an agent. */
export function Mark({ agent }: { agent: Agent }) {
  const marking = useContext(Context);
  if (!marking) return null;
  return <Checkbox size="xs" aria-label={`Choose ${agent.name}`} checked={isChosen(marking.selection, agent.id)} onChange={(event) => marking.mark([agent], event.currentTarget.checked)} />;
}

/** Marks all agents of the page. */
export function MarkPage() {
  const marking = useContext(Context);
  if (!marking) return null;
  const found = markOf(marking.selection, marking.page);
  return <Checkbox size="xs" aria-label="Choose all on this page" checked={found === 'all'} indeterminate={found === 'some'} onChange={(event) => marking.mark(marking.page, event.currentTarget.checked)} />;
}
