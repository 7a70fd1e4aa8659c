'use client';

import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import { Json } from '@/components/data/Json';
import { Age } from '@/components/numbers/Age';
import { Percent, Quantity } from '@/components/numbers/Amount';
import { Status } from '@/components/numbers/Status';
import type { Approval, ApprovalDetail } from '@/lib/api/types';
import { approximately } from '@/lib/decimal';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { Decide } from './Decide';
import { approval } from './queries';
import { Left } from './Left';
import classes from './approvals.module.css';

/** A call that waits: what it would do, how the market has moved since it was asked, and deciding about it. */
export function Waiting({ asked }: { asked: Approval }) {
  const { data } = useQuery(approval(asked.id));
  const mayOperate = useMay('operate');
  const known = data ?? asked;
  return (
    <>
      <Head asked={known} />
      <div className={classes.body}>
        <Json value={known.parameters} label={`Arguments of ${asked.tool}`} />
        <div>
          {Object.entries(known.facts).map(([name, then]) => (
            <Fact key={name} name={name} then={then} now={data?.factsNow?.[name]} />
          ))}
          {data && <Drift shown={data} />}
          <p className={classes.note}>
            <Left until={asked.expiresAt} />
            {asked.people > 1 && ` ${known.approvedBy.length} of ${asked.people} people have approved.`}
          </p>
        </div>
      </div>
      {mayOperate && <Decide asked={known} />}
    </>
  );
}

/** A call that was decided about, and how. */
export function Decided({ asked }: { asked: Approval }) {
  return (
    <>
      <Head asked={asked} />
      <p className={classes.note}>
        {asked.state === 'APPROVED' ? `Approved by ${asked.approvedBy.map(({ name }) => name).join(' and ')}` : asked.reason} <Age at={asked.resolvedAt} />
      </p>
    </>
  );
}

function Head({ asked }: { asked: Approval }) {
  return (
    <div className={classes.head}>
      <Status value={asked.state.toLowerCase()} />
      <strong>{humanise(asked.tool)}</strong>
      {asked.agentId ? <Link href={`/agents/${asked.agentId}?tab=rules`}>{asked.actor.name}</Link> : <span>{asked.actor.name}</span>}
      <span className={classes.because}>
        {asked.because} Asked <Age at={asked.recordedAt} />.
      </span>
    </div>
  );
}

function Fact({ name, then, now }: { name: string; then: string; now: string | undefined }) {
  return (
    <p className={classes.fact}>
      <span>{humanise(name)} when asked</span>
      <Quantity value={then} name={`${name}Then`} />
      <span>now</span>
      <Quantity value={now} name={`${name}Now`} flash />
    </p>
  );
}

function Drift({ shown: { drift, maxDrift, factsNow } }: { shown: ApprovalDetail }) {
  if (drift === null) return <p className={classes.beyond}>{factsNow ? 'It has moved beyond measure.' : 'There is no price now: approving it makes it void.'}</p>;
  const isBeyond = approximately(drift) > approximately(maxDrift);
  return (
    <p className={isBeyond ? classes.beyond : classes.note} data-beyond={isBeyond || undefined}>
      Moved by <Percent value={drift} name="drift" signed={false} /> of <Percent value={maxDrift} name="maxDrift" signed={false} /> that are allowed.{isBeyond && ' Approving it makes it void.'}
    </p>
  );
}
