'use client';

import { CopyId } from '@/components/data/CopyId';
import { Age } from '@/components/numbers/Age';
import { PageHead } from '@/components/shell/PageHead';
import type { Farm } from '@/lib/api/types';
import { plural } from '@/lib/format';
import { AddAgent } from './AddAgent';

/** Which farm it is, and what may be done to it. */
export function FarmHead({ farm }: { farm: Farm }) {
  return (
    <PageHead
      above={{ href: '/farms', label: 'Farms' }}
      title={farm.name}
      below={
        <>
          {farm.description && <span>{farm.description}</span>}
          <span>{plural(farm.agentCount, 'agent')}</span>
          <span>
            Made <Age at={farm.createdAt} as="moment" />
          </span>
          <CopyId value={farm.id} label="farm id" />
        </>
      }
    >
      <AddAgent farm={farm} />
    </PageHead>
  );
}
