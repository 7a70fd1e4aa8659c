import { expect, test } from 'vitest';
import { fireEvent, screen } from '@testing-library/react';
import { show } from '../../../test/render';
import type { Hours } from './hours';
import { HoursForm } from './HoursForm';

test('days and times are sent as the API takes them', () => {
  const sent: Hours[] = [];
  show(<HoursForm hours={null} isBusy={false} onSubmit={(hours) => sent.push(hours)} />);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Friday' }));
  fireEvent.change(screen.getByLabelText(/To/), { target: { value: '06:30' } });
  expect(screen.getByText(/Monday to Thursday, 08:00 to 06:30 of the next day UTC/)).toBeInTheDocument();
  fireEvent.click(screen.getByRole('button', { name: 'Set the hours' }));
  expect(sent).toEqual([{ days: [0, 1, 2, 3], begins: '08:00', ends: '06:30' }]);
});

test('without a day nothing is set', () => {
  show(<HoursForm hours={{ days: [2], begins: '08:00:00', ends: '17:00:00' }} isBusy={false} onSubmit={() => undefined} />);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Wednesday' }));
  expect(screen.getByText('Choose one at least.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Set the hours' })).toBeDisabled();
});
