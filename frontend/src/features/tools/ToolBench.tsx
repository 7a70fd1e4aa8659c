'use client';

import { useState } from 'react';
import { TextInput, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconEye, IconSearch, IconTool, IconBolt } from '@tabler/icons-react';
import { Columns, Stacked } from '@/components/data/Columns';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import type { Tool } from '@/lib/api/types';
import { humanise, plural } from '@/lib/format';
import { Executions } from './Executions';
import { ToolFigures } from './ToolFigures';
import { ToolRun } from './ToolRun';
import { toolsOf } from './queries';
import classes from './ToolBench.module.css';

/** The tools an agent may use, each with a form made from its schema. */
export function ToolBench({ agentId }: { agentId: string }) {
  const query = useQuery(toolsOf(agentId));
  const [chosen, choose] = useState<string | null>(null);
  return (
    <Answer query={query}>
      {(tools) => {
        const tool = tools.find(({ name }) => name === chosen) ?? tools[0];
        if (!tool) return <Empty title="No tools" icon={IconTool}>This agent was made without tools: it trades only by your hand.</Empty>;
        return (
          <Columns shape="side-main">
            <Catalogue tools={tools} chosen={tool.name} onChoose={choose} />
            <Stacked>
              <ToolRun key={tool.name} agentId={agentId} tool={tool} />
              <Executions agentId={agentId} />
              <ToolFigures agentId={agentId} />
            </Stacked>
          </Columns>
        );
      }}
    </Answer>
  );
}

type CatalogueProps = { tools: Tool[]; chosen: string; onChoose: (name: string) => void };

function Catalogue({ tools, chosen, onChoose }: CatalogueProps) {
  const [filter, setFilter] = useState('');
  const shown = tools.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(filter.toLowerCase()));
  const categories = [...new Set(shown.map(({ category }) => category))];
  return (
    <Panel title={plural(tools.length, 'tool')} flush>
      <div className={classes.filter}>
        <TextInput data-filter aria-label="Filter tools" placeholder="Filter" leftSection={<IconSearch size={15} />} value={filter} onChange={(event) => setFilter(event.currentTarget.value)} />
      </div>
      <div className={classes.list}>
        {categories.map((category) => (
          <section key={category} aria-label={humanise(category)}>
            <h3 className={classes.category}>{humanise(category)}</h3>
            {shown.filter((each) => each.category === category).map((each) => (
              <UnstyledButton key={each.name} className={classes.tool} aria-pressed={each.name === chosen} onClick={() => onChoose(each.name)}>
                {each.readOnly ? <IconEye size={15} aria-label="reads" /> : <IconBolt size={15} aria-label="acts" />}
                {each.title}
              </UnstyledButton>
            ))}
          </section>
        ))}
        {!shown.length && <Empty title="No tool fits" />}
      </div>
    </Panel>
  );
}
