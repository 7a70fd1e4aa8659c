import { expect, test } from 'vitest';
import { screen } from '@testing-library/react';
import { show } from '../../../test/render';
import { changedBy } from './bulk';
import { BulkOutcome } from './BulkOutcome';

const REFUSED = { agent_id: 'a1', name: 'Momo', code: 'invalid_transition', reason: 'An agent that is stopped cannot pause; it can start, archive.' };
const RESULT = { action: 'pause', done: 1200, left: 34, refused: [REFUSED] };

test('of a change of many one reads how many were changed, and of the others why not', () => {
  show(<BulkOutcome call={{ status: 'SUCCEEDED', reason: '' }} changed={changedBy({ result: RESULT, details: {} })} />);
  expect(screen.getByRole('status')).toHaveTextContent('Done, but not to all1,200 agents changed, 34 left as they were.');
  expect(screen.getByRole('link', { name: 'Momo' })).toHaveAttribute('href', '/agents/a1');
  expect(screen.getByText(/stopped cannot pause/)).toBeInTheDocument();
  expect(screen.getByText('The first 1 of 34 that were left')).toBeInTheDocument();
});

test('one that was called off says how far it came', () => {
  const reason = 'Cancelled by operator: Called off in the console.';
  show(<BulkOutcome call={{ status: 'REFUSED', reason }} changed={changedBy({ result: null, details: { ...RESULT, done: 200, left: 0, refused: [] } })} />);
  expect(screen.getByRole('status')).toHaveTextContent('Not done to the end200 agents changed');
  expect(screen.getByText(reason)).toBeInTheDocument();
});

test('what nobody has told is not made up', () => {
  expect(changedBy({ result: null, details: {} })).toBeNull();
});
