import { expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import { show } from '../../../test/render';
import { Graduation } from './Graduation';

const REPORT = {
  agentId: 'a1', ready: false, asOf: new Date(0).toISOString(),
  criteria: [
    { name: 'trades', value: '41', comparison: '>=', needed: '30', met: true, why: 'Fewer round trips say little.' },
    { name: 'profit_factor', value: null, comparison: '>=', needed: '1.2', met: false, why: 'Winners pay for losers and more.' },
    { name: 'max_drawdown', value: '31.5', comparison: '<=', needed: '20', met: false, why: 'Its worst fall can be borne.' },
  ],
};

vi.hoisted(() => {
  globalThis.fetch = async () => new Response(JSON.stringify(REPORT), { headers: { 'Content-Type': 'application/json' } });
});

test('each thing that is asked for is met or not, with its figure, and what is not known is not made up', async () => {
  show(
    <QueryClientProvider client={new QueryClient()}>
      <Graduation agentId="a1" />
    </QueryClientProvider>,
  );
  const [trades, factor, fall] = within(await screen.findByRole('list', { name: 'What is asked for' })).getAllByRole('listitem');
  expect(trades).toHaveTextContent(/Trades.*41at least 30/);
  expect(within(trades!).getByRole('img', { name: 'met' })).toBeInTheDocument();
  expect(factor).toHaveTextContent(/Not to be told yetat least 1.2/);
  expect(fall).toHaveTextContent(/31.50 %at most 20.00 %/);
  expect(within(fall!).getByRole('img', { name: 'not met' })).toBeInTheDocument();
  expect(screen.getByText('Not yet')).toBeInTheDocument();
  expect(screen.getByText(/2 of 3 things that are asked for are missing/)).toBeInTheDocument();
});
