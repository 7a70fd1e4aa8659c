import Link from 'next/link';
import { Status } from '@/components/numbers/Status';
import type { Execution } from '@/lib/api/types';
import { plural } from '@/lib/format';
import type { Changed } from './bulk';
import classes from './Bulk.module.css';

/** How many agents were changed, and of the others why not. */
export function BulkOutcome({ call, changed }: { call: Pick<Execution, 'status' | 'reason'>; changed: Changed | null }) {
  return (
    <div className={classes.outcome} role="status">
      <p className={classes.verdict}>
        <Status value={call.status} label={verdictOf(call, changed)} />
        {changed && `${plural(changed.done, 'agent')} changed, ${changed.left.toLocaleString('en-US')} left as they were.`}
      </p>
      {call.reason && <p>{call.reason}</p>}
      {changed && <Refused changed={changed} />}
    </div>
  );
}

function verdictOf({ status }: Pick<Execution, 'status'>, changed: Changed | null): string {
  if (status !== 'SUCCEEDED') return 'Not done to the end';
  return changed?.left ? 'Done, but not to all' : 'Done';
}

function Refused({ changed: { refused, left } }: { changed: Changed }) {
  if (!refused.length) return null;
  return (
    <details className={classes.refused} open={refused.length <= 10}>
      <summary>{refused.length < left ? `The first ${refused.length} of ${left.toLocaleString('en-US')} that were left` : `${plural(left, 'agent')} that ${left === 1 ? 'was' : 'were'} left`}</summary>
      <ul tabIndex={0} aria-label="Agents that were left, with the reason">
        {refused.map(({ agent_id: agentId, name, reason }) => (
          <li key={agentId} data-refused={agentId}>
            <Link href={`/agents/${agentId}`}>{name}</Link>
            <span>{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
