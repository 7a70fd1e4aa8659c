import { expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { show } from '../../../test/render';
import type { Account } from '@/lib/api/types';
import { SessionProvider } from '@/lib/session';
import { BacktestForm } from './BacktestForm';
import { addressOf } from './Exports';
import { Result } from './Result';
import { decimalOf, describeKind, unfilledOf } from './report';

const METRICS = {
  totalReturn: 0.125, cagr: 0.3, volatility: 0.4, sharpe: 1.25, sortino: 2, maxDrawdown: -0.08, calmar: 3, trades: 1234, winRate: null, profitFactor: 1.5,
  exposure: 0.5, turnover: 3, fees: 12.5, returnsBasis: 'day', periodsPerYear: 365,
};
const RUN = {
  id: 'b1', actorId: 'a', kind: 'single', strategy: 'sma_cross', venue: 'sim', symbol: 'BTC/USD', interval: '1h', status: 'running', progress: 0.4, reused: false, fingerprint: '',
  code: '', reason: '', requestedAt: '2026-11-25T12:00:00Z', startedAt: null, finishedAt: null, source: null, metrics: null, benchmark: null, request: {}, report: null, tradeCount: 0,
};
const REPORT = {
  kind: 'single', source: 'simulated', bars: 10_000, warmUpBars: 29, firstAt: '2025-10-04T12:00:00Z', lastAt: '2026-11-25T12:00:00Z', parameters: { fast: 10 }, metrics: METRICS,
  benchmark: { ...METRICS, totalReturn: -0.02 }, finalEquity: '112500.00000001', ordersEnded: { price_collar: 3 }, equity: [], resampled: [], combinations: [], combinationsTried: 0, combinationsRefused: 0, windows: [], contenders: [],
};
const ENDED = { ...RUN, status: 'succeeded', progress: 1, finishedAt: '2026-11-25T12:01:00Z', report: REPORT, source: 'simulated', metrics: METRICS };
const NUMBER = { anyOf: [{ type: 'number' }, { type: 'string' }] };
const STRATEGIES = {
  results: [
    { type: 'arbitrage', canBeBacktested: false, description: 'Compares two markets.', parametersSchema: { type: 'object', properties: {} } },
    { type: 'sma_cross', canBeBacktested: true, description: 'Follows averages.', parametersSchema: { type: 'object', properties: { fast: { type: 'integer', default: 10 } } } },
  ],
};
const TOOLS = [{ name: 'backtest_strategy', parametersSchema: { type: 'object', properties: { grid: { type: 'object' }, capital: { ...NUMBER, default: '100000' }, slippage: { ...NUMBER, default: '0' } } } }];
const PLACES = {
  '/agents/strategies': STRATEGIES,
  '/mcp/tools': TOOLS,
  '/market/venues': { venues: [{ id: 'sim', source: 'simulated' }] },
  '/market/symbols': { symbols: [{ symbol: 'BTC/USD' }] },
  '/trades': { results: [], next: null },
};

/** The network, as it is before the client of the API is made: what is answered where, and what was sent. */
const network = vi.hoisted(() => {
  const state = { places: {} as Record<string, object>, status: 200, sent: [] as object[] };
  globalThis.fetch = async (input) => {
    const request = input as Request;
    if (request.method === 'POST') state.sent.push(JSON.parse((await request.text()) || '{}') as object);
    const place = Object.keys(state.places).find((each) => new URL(request.url).pathname.endsWith(each))!;
    const status = request.method === 'POST' ? state.status : 200;
    return new Response(JSON.stringify(state.places[place]), { status, headers: { 'Content-Type': 'application/json' } });
  };
  return state;
});

const trader = { scopes: ['read', 'trade'] } as unknown as Account;
const open = (element: React.ReactNode, account = trader) =>
  show(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionProvider account={account}>{element}</SessionProvider>
    </QueryClientProvider>,
  );

test('key figures come with buy and hold, their source, and of when they are', async () => {
  network.places = { ...PLACES, '/backtests/b1': ENDED };
  const { container } = open(<Result id="b1" isLooking={false} />);
  expect(await screen.findByText('+12.50 %')).toHaveAttribute('data-value', '0.125');
  expect(container.querySelector('[data-row="benchmark"] [data-figure="totalReturn"]')).toHaveAttribute('data-value', '-0.02');
  expect(screen.getByText('$112,500.00')).toHaveAttribute('data-value', REPORT.finalEquity);
  expect(container.querySelector('[data-figure="winRate"]')).not.toHaveAttribute('data-value');
  expect(container.querySelector('[data-figure="trades"]')).toHaveTextContent('1,234');
  expect(container.querySelector('[data-source="simulated"]')).toHaveAttribute('data-as-of', REPORT.lastAt);
  expect(container.querySelector('[data-stale]')).toBeNull();
  expect(screen.getByText(/Orders refused or not filled: 3 price collar\./)).toBeInTheDocument();
  expect(await screen.findByText('It never traded')).toBeInTheDocument();
});

test('one that runs says how far it is and can be called off', async () => {
  network.places = { '/cancel': {}, '/backtests/b1': RUN };
  network.sent = [];
  open(<Result id="b1" isLooking={false} />);
  expect(await screen.findByRole('progressbar', { name: 'Sma cross on BTC/USD is done' })).toHaveAttribute('aria-valuenow', '40');
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(network.sent).toHaveLength(1));
});

test('one that was refused says why, by its code and in words', async () => {
  network.places = { '/backtests/b1': { ...RUN, status: 'failed', finishedAt: RUN.requestedAt, code: 'no_bars', reason: 'The period holds fewer than two bars.' } };
  open(<Result id="b1" isLooking={false} />);
  expect(await screen.findByText('no_bars')).toBeInTheDocument();
  expect(screen.getByText(/fewer than two bars/)).toBeInTheDocument();
});

test('nothing yet is an empty state that says what would be there', () => {
  open(<Result id={undefined} isLooking={false} />);
  expect(screen.getByText('No result yet')).toBeInTheDocument();
});

test('the form is the schemas’, sends what stands in it, and hands on the id', async () => {
  network.places = { ...PLACES, '/trading/backtests': { backtestId: 'b2' } };
  network.sent = [];
  const heard = vi.fn();
  open(<BacktestForm onAsked={heard} />);
  const fast = await screen.findByRole('textbox', { name: /Fast/ });
  expect(screen.queryByText('Grid')).toBeNull();
  await userEvent.clear(fast);
  await userEvent.type(fast, 'x');
  await userEvent.click(screen.getByRole('button', { name: 'Run' }));
  expect(await screen.findByText('A whole number.')).toBeInTheDocument();
  expect(network.sent).toEqual([]);
  await userEvent.clear(fast);
  await userEvent.type(fast, '12');
  await userEvent.click(screen.getByRole('button', { name: 'Run' }));
  await waitFor(() => expect(heard).toHaveBeenCalled());
  expect(heard.mock.calls[0]![0]).toBe('b2');
  expect(network.sent).toEqual([{ strategy: 'sma_cross', venue: 'sim', symbol: 'BTC/USD', interval: '1h', capital: '100000', slippage: '0', parameters: { fast: 12 } }]);
});

test('a refusal stands in the form, with the limit by its name', async () => {
  network.places = { ...PLACES, '/trading/backtests': { code: 'too_many_bars', title: 'Refused', detail: '900,000 bars are more than 500,000.' } };
  network.status = 422;
  open(<BacktestForm onAsked={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Run' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Too many bars900,000 bars are more than 500,000.');
  network.status = 200;
});

test('who may only look is told so', () => {
  network.places = PLACES;
  open(<BacktestForm onAsked={() => undefined} />, { scopes: ['read'] } as unknown as Account);
  expect(screen.getByText('You may look, not run backtests')).toBeInTheDocument();
});

test('a report is said in words', () => {
  const of = (change: object) => ({ ...REPORT, ...change }) as unknown as Parameters<typeof describeKind>[0];
  expect(describeKind(of({}))).toBe('');
  expect(describeKind(of({ kind: 'sweep', combinationsTried: 20 }))).toBe('The best of 20 combinations.');
  expect(describeKind(of({ kind: 'comparison', contenders: [{ strategy: 'buy_and_hold' }, {}] }))).toBe('The best of 2 strategies: buy and hold.');
  expect(unfilledOf({ ordersEnded: {} })).toBe('');
  expect([12.5, 1e-7, 0].map(decimalOf)).toEqual(['12.5', '0.000000100000000000', '0']);
  expect(addressOf('b1', 'equity', 'csv')).toBe('/api/v1/trading/backtests/b1/export?what=equity&fileFormat=csv');
});
