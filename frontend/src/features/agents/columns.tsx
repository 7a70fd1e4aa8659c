import { createColumnHelper } from '@tanstack/react-table';
import type { Column, TableFeatures } from '@/components/data/DataTable';
import { NamedLink } from '@/components/data/NamedLink';
import { Money } from '@/components/numbers/Amount';
import { Age } from '@/components/numbers/Age';
import { Status } from '@/components/numbers/Status';
import type { Agent, AgentSummary } from '@/lib/api/types';
import { approximately, subtract } from '@/lib/decimal';
import { humanise } from '@/lib/format';
import { AgentMenu } from './Actions';
import { barAs, lastClose } from './bars';
import { Mark, MarkPage } from './Marks';
import classes from './columns.module.css';

export type Row = Agent & { worth: AgentSummary | undefined };

const profitOf = ({ worth }: Row) => (worth?.value ? subtract(worth.value, worth.initialCapital) : null);
const asNumber = (value: string | null | undefined) => (value ? approximately(value) : Number.NEGATIVE_INFINITY);
const column = createColumnHelper<TableFeatures, Row>();

const Profit = ({ row }: { row: Row }) => <Money value={profitOf(row)} currency={row.worth?.currency} signed tone name="profit" />;

export const agentColumns: Column<Row>[] = [
  column.display({ id: 'mark', header: () => <MarkPage />, cell: ({ row }) => <Mark agent={row.original} /> }),
  column.accessor('name', {
    header: 'Agent',
    meta: { grow: true },
    cell: ({ row: { original: agent } }) => (
      <NamedLink href={`/agents/${agent.id}`} name={agent.name} about={`${humanise(agent.type)} · ${agent.symbols.join(', ')} · ${agent.interval}`} />
    ),
  }),
  column.accessor((row) => [row.status, row.type, ...row.symbols].join(' '), {
    id: 'status',
    header: 'State',
    cell: ({ row }) => <Status value={row.original.status} />,
  }),
  column.accessor('venue', { header: 'Venue', meta: { wide: true } }),
  column.accessor((row) => asNumber(row.worth?.value), {
    id: 'value',
    header: 'Value',
    meta: { numeric: true },
    enableGlobalFilter: false,
    cell: ({ row: { original } }) => (
      <span className={classes.value}>
        <Money value={original.worth?.value} currency={original.worth?.currency} name="value" />
        <span className={classes.narrow}>
          <Profit row={original} />
        </span>
      </span>
    ),
  }),
  column.accessor((row) => asNumber(profitOf(row)), {
    id: 'profit',
    header: 'Profit',
    meta: { numeric: true, wide: true },
    enableGlobalFilter: false,
    cell: ({ row: { original } }) => <Profit row={original} />,
  }),
  column.accessor('lastBarAt', {
    header: 'Last bar',
    meta: { wide: true },
    enableGlobalFilter: false,
    cell: ({ row: { original } }) => <Age at={lastClose(original)} as={barAs(original)} />,
  }),
  column.display({ id: 'actions', header: () => <span className={classes.hidden}>Actions</span>, meta: { numeric: true }, cell: ({ row }) => <AgentMenu agent={row.original} /> }),
];
