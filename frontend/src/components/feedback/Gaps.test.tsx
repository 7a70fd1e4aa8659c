import { expect, test } from 'vitest';
import { screen } from '@testing-library/react';
import { show } from '../../../test/render';
import { Gaps } from './Gaps';

const EURO = { what: 'EUR', venue: 'sim', reason: 'no price in USD' };

test('what a sum does not have in it stands beside it, with where and why', () => {
  show(<Gaps gaps={[EURO, { what: 'Otto', venue: '', reason: 'nothing was recorded of it' }]} noun="account" />);
  expect(screen.getByText('2 accounts not in all of these figures')).toBeInTheDocument();
  expect(screen.getAllByRole('listitem', { hidden: true }).map((each) => each.textContent)).toEqual([
    'EUR on sim: no price in USD',
    'Otto: nothing was recorded of it',
  ]);
});

test('a whole sum says nothing', () => {
  show(<Gaps gaps={[]} />);
  expect(screen.queryByText(/not in all/)).toBeNull();
});
