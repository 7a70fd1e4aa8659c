'use client';

import { useState } from 'react';
import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconSearch, IconTool } from '@tabler/icons-react';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { myTools } from '@/lib/api/queries';
import type { Tool } from '@/lib/api/types';
import { humanise, plural } from '@/lib/format';
import classes from './keys.module.css';

const OPERATOR = 'operator';

type Props = { agentId: string | null; chosen: string[]; onChange: (chosen: string[]) => void };

/** The toolset of a tool: its category, or that of all operators' commands. */
export const toolsetOf = ({ operator, category }: Pick<Tool, 'operator' | 'category'>): string => (operator ? OPERATOR : category);

/** Tools by toolset, to be searched; a whole toolset also holds what a later version adds to it. */
export function ToolPicker({ agentId, chosen, onChange }: Props) {
  const query = useQuery(myTools(agentId));
  const [filter, setFilter] = useState('');
  const toggle = (name: string) => onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  return (
    <div className={classes.picker} role="group" aria-label="Tools that the key reaches">
      <TextInput data-filter aria-label="Search tools" placeholder="Search tools" leftSection={<IconSearch size={15} />} value={filter} onChange={(event) => setFilter(event.currentTarget.value)} />
      <p className={classes.count}>{chosen.length ? `${plural(chosen.length, 'choice')}` : 'Choose what it reaches'}</p>
      <Answer query={query}>{(tools) => <Catalogue tools={tools} filter={filter} chosen={chosen} onToggle={toggle} />}</Answer>
    </div>
  );
}

type CatalogueProps = { tools: Tool[]; filter: string; chosen: string[]; onToggle: (name: string) => void };

function Catalogue({ tools, filter, chosen, onToggle }: CatalogueProps) {
  const wanted = filter.trim().toLowerCase();
  const shown = tools.filter((each) => `${each.name} ${each.title} ${each.description} ${toolsetOf(each)}`.toLowerCase().includes(wanted));
  const toolsets = [...new Set(shown.map(toolsetOf))];
  if (!shown.length) return <Empty title="No tool fits" icon={IconTool} />;
  return (
    <div className={classes.list} tabIndex={0} role="region" aria-label="Tools, scrollable">
      {toolsets.map((toolset) => {
        const isWhole = chosen.includes(toolset);
        return (
          <fieldset key={toolset} className={classes.toolset}>
            <legend>
              <Checkbox label={`All of ${humanise(toolset).toLowerCase()}`} checked={isWhole} onChange={() => onToggle(toolset)} />
            </legend>
            {shown.filter((each) => toolsetOf(each) === toolset).map(({ name, title }) => (
              <Checkbox key={name} size="xs" label={title} checked={isWhole || chosen.includes(name)} disabled={isWhole} onChange={() => onToggle(name)} />
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}
