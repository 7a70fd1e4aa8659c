'use client';

import { useQuery } from '@tanstack/react-query';
import { IconCheck, IconX } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Loading } from '@/components/feedback/States';
import { Age } from '@/components/numbers/Age';
import { Percent, Quantity } from '@/components/numbers/Amount';
import { Status } from '@/components/numbers/Status';
import type { Criterion, Graduation as Report } from '@/lib/api/types';
import { humanise, plural } from '@/lib/format';
import { graduation } from './queries';
import classes from './Graduation.module.css';

const SHARES = new Set(['total_return', 'above_buy_and_hold', 'max_drawdown', 'refused_share']);
const BOUNDS: Record<string, string> = { '>=': 'at least', '<=': 'at most' };

/** Whether an agent on paper is ready for real money: each thing that is asked of it, and what it has to show. */
export function Graduation({ agentId }: { agentId: string }) {
  const query = useQuery(graduation(agentId));
  return (
    <Panel title="From paper to real money" aside={query.data && <AsOf at={query.data.asOf} />} flush>
      <Answer query={query} loading={<Loading rows={8} height={30} />}>
        {(report) => <Told report={report} />}
      </Answer>
    </Panel>
  );
}

const AsOf = ({ at }: { at: string }) => (
  <span className={classes.asOf}>
    As of <Age at={at} as="moment" />
  </span>
);

function Told({ report: { ready, criteria } }: { report: Report }) {
  const open = criteria.filter(({ met }) => !met).length;
  return (
    <>
      <p className={classes.verdict} data-ready={ready}>
        <Status value={ready ? 'succeeded' : 'pending'} label={ready ? 'Ready' : 'Not yet'} />
        {ready ? 'It meets all that is asked for.' : `${open} of ${plural(criteria.length, 'thing')} that are asked for ${open === 1 ? 'is' : 'are'} missing.`} This advises; nothing follows by itself.
      </p>
      <ul className={classes.list} aria-label="What is asked for">
        {criteria.map((each) => (
          <Line key={each.name} criterion={each} />
        ))}
      </ul>
    </>
  );
}

function Line({ criterion: { name, value, comparison, needed, met, why } }: { criterion: Criterion }) {
  const Amount = SHARES.has(name) ? Share : Count;
  return (
    <li className={classes.criterion} data-met={met} data-row={name}>
      {met ? <IconCheck size={16} aria-label="met" role="img" /> : <IconX size={16} aria-label="not met" role="img" />}
      <span className={classes.words}>
        <strong>{humanise(name)}</strong>
        <span>{why}</span>
      </span>
      <span className={classes.figures}>
        <strong>{value === null ? 'Not to be told yet' : <Amount value={value} name="value" />}</strong>
        <span>
          {BOUNDS[comparison] ?? comparison} <Amount value={needed} name="needed" />
        </span>
      </span>
    </li>
  );
}

type AmountProps = { value: string; name: string };

const Share = ({ value, name }: AmountProps) => <Percent value={value} signed={false} name={name} />;
const Count = ({ value, name }: AmountProps) => <Quantity value={value} places={2} name={name} />;
