'use client';

import { useState, type ReactNode } from 'react';
import { Button, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import {
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  filterFns,
  globalFilteringFeature,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
  type ColumnDef,
  type SortingState,
} from '@tanstack/react-table';
import classes from './DataTable.module.css';

const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  sortFns,
  filterFns,
});

export type TableFeatures = typeof features;
type Meta = { numeric?: boolean; wide?: boolean; grow?: boolean };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- columns of one table hold values of several types
export type Column<T extends object> = ColumnDef<TableFeatures, T, any> & { meta?: Meta };

type Props<T extends object> = {
  label: string;
  rows: T[];
  columns: Column<T>[];
  rowId: (row: T) => string;
  empty: ReactNode;
  filter?: string;
  bounded?: boolean;
  sorts?: boolean;
  more?: { isLoading: boolean; load: () => void; label?: string } | null;
};

const none: SortingState = [];

/**
 * Rows of one kind. Columns marked `wide` are left out on narrow screens; what is `bounded` scrolls in itself.
 * A part of a longer list does not sort (`sorts`): the first of its rows need not be the first of the list.
 */
export function DataTable<T extends object>({ label, rows, columns, rowId, empty, filter = '', bounded, sorts = true, more }: Props<T>) {
  const [sorting, setSorting] = useState(none);
  const table = useTable({
    features,
    data: rows,
    columns,
    getRowId: rowId,
    enableSorting: sorts,
    state: { sorting, globalFilter: filter },
    onSortingChange: setSorting,
  });
  const shown = table.getRowModel().rows;
  if (!shown.length) return <>{empty}</>;
  return (
    <div className={classes.scroll} data-bounded={bounded || undefined} tabIndex={0} role="region" aria-label={`${label}, scrollable`}>
      <table className={classes.table} aria-label={label}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" aria-sort={SORTS[String(header.column.getIsSorted())]} {...looks(header.column.columnDef.meta)}>
                  {header.column.getCanSort() ? (
                    <UnstyledButton className={classes.sort} onClick={header.column.getToggleSortingHandler()}>
                      {drawn(header.column.columnDef.header, header.getContext())}
                      <Arrow sorted={header.column.getIsSorted()} />
                    </UnstyledButton>
                  ) : (
                    drawn(header.column.columnDef.header, header.getContext())
                  )}
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id} data-row={row.id}>
              {row.getAllCells().map((cell) => (
                <td key={cell.id} {...looks(cell.column.columnDef.meta)}>
                  {drawn(cell.column.columnDef.cell, cell.getContext())}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && (
        <div className={classes.more}>
          <Button variant="subtle" size="xs" loading={more.isLoading} onClick={more.load}>
            {more.label ?? 'Show older'}
          </Button>
        </div>
      )}
    </div>
  );
}

/**
 * What a column says of a cell or its own head. Called, never mounted as a component: columns are made anew as names
 * and rights arrive, and a component of another identity would lose what is open or half written in each cell.
 */
const drawn = <C,>(part: ReactNode | ((context: C) => ReactNode), context: C) => (typeof part === 'function' ? part(context) : part);

const SORTS: Record<string, 'ascending' | 'descending'> = { asc: 'ascending', desc: 'descending' };

const looks = (meta: unknown) => {
  const { numeric, wide, grow } = (meta ?? {}) as Meta;
  return { 'data-numeric': numeric || undefined, 'data-wide': wide || undefined, 'data-grow': grow || undefined };
};

function Arrow({ sorted }: { sorted: false | 'asc' | 'desc' }) {
  if (sorted === 'asc') return <IconArrowUp size={12} aria-hidden />;
  if (sorted === 'desc') return <IconArrowDown size={12} aria-hidden />;
  return <IconArrowsSort size={12} className={classes.idle} aria-hidden />;
}
