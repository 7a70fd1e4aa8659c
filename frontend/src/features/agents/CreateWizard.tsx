'use client';

import { IconHierarchy2 } from '@tabler/icons-react';
import { Columns } from '@/components/data/Columns';
import { Panel } from '@/components/data/Panel';
import { Empty } from '@/components/feedback/States';
import { Problem } from '@/lib/api/problem';
import { createAgent, type Wanted } from './create';
import { CreateForm, type WishForm } from './CreateForm';
import { Making } from './Making';
import { useMaking } from './useMaking';
import { wishErrorsOf } from './wish';

/** Create an agent and watch it being set up, step by step. */
export function CreateWizard() {
  const { make, ...made } = useMaking(createAgent);
  const submit = (wanted: Wanted, form: WishForm) => make({ wanted }, (error) => form.setErrors(wishErrorsOf(Problem.of(error))));
  const before = (
    <Empty title="All of it or none of it" icon={IconHierarchy2}>
      Identity, account, vault, permissions, strategy and to-do list are made step by step. If one fails, the ones before it are taken back.
    </Empty>
  );
  return (
    <Columns shape="main-side">
      <CreateForm isBusy={made.isUnderWay} onSubmit={submit} />
      <Panel title="How it is made">
        <Making {...made} before={before} />
      </Panel>
    </Columns>
  );
}
