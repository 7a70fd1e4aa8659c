import { expect, test } from 'vitest';
import { screen } from '@testing-library/react';
import type { Agent } from '@/lib/api/types';
import { show } from '../../../test/render';
import { Trouble } from './Trouble';

const BROKEN = { status: 'error', error: 'Its strategy broke with KeyError; the log has the trace.' } as Agent;

test('an agent that broke says why, and that people must start it where it is not tried again', () => {
  show(<Trouble agent={BROKEN} />);
  expect(screen.getByRole('alert', { name: 'What is wrong' })).toHaveTextContent(/KeyError.*not tried again by itself/);
});

test('where it is tried again it says when, and how often it was', () => {
  const at = new Date(Date.now() + 240_000).toISOString();
  show(<Trouble agent={{ ...BROKEN, retries: 2, nextRetryAt: at }} />);
  expect(screen.getByRole('alert')).toHaveTextContent(/Tried again .*, for the second time/);
  expect(screen.getByRole('alert').querySelector(`time[datetime="${at}"]`)).not.toBeNull();
});

test('an agent that is well has nothing to say', () => {
  show(<Trouble agent={{ ...BROKEN, status: 'running', error: '' }} />);
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});
