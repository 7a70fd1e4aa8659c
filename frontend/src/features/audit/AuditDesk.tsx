'use client';

import { useState } from 'react';
import { parseAsString, useQueryStates } from 'nuqs';
import { Columns, Stacked } from '@/components/data/Columns';
import { PageHead } from '@/components/shell/PageHead';
import type { AuditEntry } from '@/lib/api/types';
import { Entry } from './Entry';
import { Exports } from './Exports';
import { FilterBar } from './FilterBar';
import { Trail } from './Trail';

const FILTERS = { text: parseAsString, tool: parseAsString, status: parseAsString, agentId: parseAsString };

/** Everything that was asked for and what came of it; what the trail is narrowed to is in the URL. */
export function AuditDesk() {
  const [filters, narrow] = useQueryStates(FILTERS);
  const [entry, show] = useState<AuditEntry | null>(null);
  return (
    <>
      <PageHead title="Audit log" />
      <Columns shape="main-side">
        <Stacked>
          <FilterBar filters={filters} onChange={(change) => void narrow(change)} />
          <Trail filters={filters} shown={entry?.id} onShow={show} />
        </Stacked>
        <Stacked>
          <Exports filters={filters} />
          {entry && <Entry entry={entry} />}
        </Stacked>
      </Columns>
    </>
  );
}
