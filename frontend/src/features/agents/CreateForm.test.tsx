import { expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { show } from '../../../test/render';
import { CreateForm } from './CreateForm';
import type { Wanted } from './create';

const TYPES = [
  { type: 'momentum', title: 'Momentum', description: 'Buys what rises.', parametersSchema: { type: 'object', properties: { lookback: { type: 'integer', default: 10 } } } },
  {
    type: 'llm',
    title: 'Language model',
    description: 'A language model decides.',
    parametersSchema: {
      type: 'object',
      properties: {
        instructions: { type: 'string', maxLength: 20000, default: 'Trade with care.' },
        tools: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }], default: null },
        tokens_per_day: { type: 'integer', default: 200000 },
        cost_per_day: { anyOf: [{ type: 'number' }, { type: 'string' }], default: '2' },
      },
    },
  },
];

vi.hoisted(() => {
  globalThis.fetch = async (input) => {
    const { pathname } = new URL((input as Request).url);
    const found = pathname.endsWith('/agents/types') ? { results: TYPES } : pathname.endsWith('/venues') ? { venues: [{ id: 'sim', source: 'simulated' }] } : { symbols: [{ symbol: 'BTC/USD' }] };
    return new Response(JSON.stringify(found), { headers: { 'Content-Type': 'application/json' } });
  };
});

test('an agent for which a language model decides is created with its instructions and budgets', async () => {
  const wanted: Wanted[] = [];
  show(
    <QueryClientProvider client={new QueryClient()}>
      <CreateForm isBusy={false} onSubmit={(each) => wanted.push(each)} />
    </QueryClientProvider>,
  );
  const write = (name: RegExp, value: string) => fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
  fireEvent.click(await screen.findByRole('combobox', { name: 'Strategy' }));
  fireEvent.click(await screen.findByRole('option', { name: 'Language model' }));
  const instructions = await screen.findByRole('textbox', { name: /Instructions/ }, { timeout: 15_000 });
  expect(instructions.tagName).toBe('TEXTAREA');
  write(/Name/, 'Ada');
  write(/Instructions/, 'Buy nothing.');
  write(/Cost per day/, '0.5');
  fireEvent.click(screen.getByRole('button', { name: 'Create and start' }));
  await waitFor(() => expect(wanted).toHaveLength(1));
  expect(wanted[0]).toMatchObject({ name: 'Ada', type: 'llm', parameters: { instructions: 'Buy nothing.', tokens_per_day: 200000, cost_per_day: '0.5' } });
  expect(wanted[0]!.parameters).not.toHaveProperty('tools');
}, 30_000);
