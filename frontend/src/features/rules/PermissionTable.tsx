'use client';

import { Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Status } from '@/components/numbers/Status';
import { keys } from '@/lib/api/keys';
import type { Permissions, ToolRuling } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { useMay } from '@/lib/session';
import { refused } from '@/lib/toasts';
import { setRule, type Effect } from './queries';
import classes from './rules.module.css';

const TONES: Record<Effect, { value: string; label: string }> = {
  ALLOW: { value: 'healthy', label: 'Allowed' },
  ASK: { value: 'pending', label: 'Asks a person' },
  DENY: { value: 'refused', label: 'Denied' },
};
const NONE = 'NONE';
const CHOICES = [
  { value: NONE, label: 'No rule' },
  { value: 'ALLOW', label: 'Allow' },
  { value: 'ASK', label: 'Ask' },
  { value: 'DENY', label: 'Deny' },
];

type Props = { agentId: string; permissions: Permissions };

/** For each tool what holds and whose rule says so; beside it the agent's own rule, to change. */
export function PermissionTable({ agentId, permissions: { tools, rules } }: Props) {
  const toolsets = [...new Set(tools.map(({ toolset }) => toolset))];
  const own = (tool: string | null, toolset: string | null) => rules.find((rule) => rule.tool === tool && rule.toolset === toolset)?.effect ?? null;
  return (
    <Panel title="Permissions" flush>
      {toolsets.map((toolset) => (
        <table key={toolset} className={classes.table} aria-label={`Permissions: ${humanise(toolset)}`}>
          <thead>
            <tr>
              <th scope="col">{humanise(toolset)}</th>
              <th scope="col">What holds</th>
              <th scope="col">
                <OwnRule agentId={agentId} target={{ toolset }} effect={own(null, toolset)} label={`Rule for the toolset ${toolset}`} />
              </th>
            </tr>
          </thead>
          <tbody>
            {tools
              .filter((each) => each.toolset === toolset)
              .map((each) => (
                <tr key={each.tool} data-row={each.tool} data-effect={each.effect}>
                  <th scope="row">{humanise(each.tool)}</th>
                  <td>
                    <Status {...TONES[each.effect]} />
                    <span className={classes.note}>{told(each)}</span>
                  </td>
                  <td>
                    <OwnRule agentId={agentId} target={{ tool: each.tool }} effect={own(each.tool, null)} label={`Rule for ${each.tool}`} />
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
    </Panel>
  );
}

const SOURCES = { tool: 'rule for this tool', toolset: 'rule for the toolset', every: 'rule for every tool', autonomy: 'level of autonomy' };

/** Which rule of whom decides. */
function told({ source, decidedBy }: ToolRuling): string {
  if (source === 'none' || !decidedBy) return source === 'none' ? 'No rule allows it' : '';
  return `By the ${SOURCES[source]} of the ${decidedBy.kind} ${decidedBy.name}`;
}

type OwnProps = { agentId: string; target: { tool?: string; toolset?: string }; effect: Effect | null; label: string };

function OwnRule({ agentId, target, effect, label }: OwnProps) {
  const mayOperate = useMay('operate');
  const cache = useQueryClient();
  const setting = useMutation({
    mutationFn: (next: string) => setRule(agentId, { ...target, effect: next === NONE ? null : (next as Effect) }),
    onError: (error) => refused('The rule is not set', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.agentPart(agentId, 'permissions') }),
  });
  return <Select size="xs" w={112} aria-label={label} data={CHOICES} value={effect ?? NONE} allowDeselect={false} disabled={!mayOperate || setting.isPending} onChange={(next) => next && setting.mutate(next)} />;
}
