'use client';

import { useState } from 'react';
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconBolt } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Empty, Failure } from '@/components/feedback/States';
import { Money, Percent } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import { Status } from '@/components/numbers/Status';
import { Problem } from '@/lib/api/problem';
import type { StressReport } from '@/lib/api/types';
import { isDecimal } from '@/lib/decimal';
import { humanise } from '@/lib/format';
import { unknown } from './Measured';
import { stressTest } from './queries';
import classes from './risk.module.css';

/** Prices moved at once on what is held now: every named scenario, or one's own. */
export function Stress({ agentId }: { agentId: string | undefined }) {
  const [asset, setAsset] = useState('BTC');
  const [percent, setPercent] = useState('-30');
  const testing = useMutation({ mutationFn: stressTest });
  const isShock = /^[A-Z0-9]{1,12}$/.test(asset) && isDecimal(percent);
  const report = testing.data;
  return (
    <Panel title="Stress test" aside={report && <Provenance source={report.source} asOf={report.asOf} staleAfter={60} />}>
      <Group gap="xs" align="end" mb="md">
        <Button loading={testing.isPending} onClick={() => testing.mutate({ agentId, shocks: [] })}>
          Run all scenarios
        </Button>
        <TextInput label="Asset" w={90} value={asset} maxLength={12} onChange={(event) => setAsset(event.currentTarget.value.toUpperCase())} />
        <TextInput label="Moves by, percent" w={130} value={percent} inputMode="decimal" onChange={(event) => setPercent(event.currentTarget.value)} />
        <Button variant="default" disabled={!isShock || testing.isPending} onClick={() => testing.mutate({ agentId, shocks: [{ asset, percent }] })}>
          Run this one
        </Button>
      </Group>
      {testing.error ? (
        (unknown(Problem.of(testing.error)) ?? <Failure error={testing.error} />)
      ) : report ? (
        <Outcomes report={report} />
      ) : (
        <Empty title="No scenario has been run" icon={IconBolt}>
          What would be lost if prices moved at once: measured falls of the past, and round assumptions.
        </Empty>
      )}
    </Panel>
  );
}

function Outcomes({ report }: { report: StressReport }) {
  return (
    <table className={classes.table} aria-label="Scenarios">
      <thead>
        <tr>
          <th scope="col">Scenario</th>
          <th scope="col">Profit or loss</th>
          <th scope="col">Equity after</th>
        </tr>
      </thead>
      <tbody>
        {report.scenarios.map((each) => (
          <tr key={each.name} data-row={each.name}>
            <th scope="row">
              {each.title}
              <span className={classes.note}>
                <Status value={each.kind} label={humanise(each.kind)} /> {each.basis}
              </span>
            </th>
            <td>
              <Money value={each.pnl} currency={report.currency} signed tone name="pnl" />
              <Percent value={each.percent} tone name="percent" />
            </td>
            <td>
              <Money value={each.equityAfter} currency={report.currency} name="equityAfter" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
