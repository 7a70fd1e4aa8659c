import { useState } from 'react';
import { createColumnHelper } from '@tanstack/react-table';
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '../../../test/render';
import { DataTable, type Column, type TableFeatures } from './DataTable';

type Row = { id: string; symbol: string };
const column = createColumnHelper<TableFeatures, Row>();

function Remark() {
  const [text, setText] = useState('');
  return <input aria-label="Remark" value={text} onChange={(event) => setText(event.currentTarget.value)} />;
}

const columnsOf = (names: Record<string, string>): Column<Row>[] => [
  column.accessor('symbol', { header: () => <b>Market</b>, cell: ({ row: { original } }) => names[original.id] ?? original.symbol }),
  column.display({ id: 'remark', header: 'Remark', cell: () => <Remark /> }),
];

/** Columns are made as names arrive, which is what the button does here. */
function Trades() {
  const [names, setNames] = useState({});
  return (
    <>
      <button onClick={() => setNames({ '1': 'Bitcoin' })}>Name it</button>
      <DataTable label="Trades" rows={[{ id: '1', symbol: 'BTC/USD' }]} columns={columnsOf(names)} rowId={({ id }) => id} empty="None" />
    </>
  );
}

test('what is half written in a cell stays when the columns are made anew', () => {
  show(<Trades />);
  fireEvent.change(screen.getByLabelText('Remark'), { target: { value: 'Chased it' } });
  fireEvent.click(screen.getByText('Name it'));
  expect(screen.getByText('Bitcoin')).toBeInTheDocument();
  expect(screen.getByLabelText('Remark')).toHaveValue('Chased it');
  expect(screen.getByText('Market')).toBeInTheDocument();
});
