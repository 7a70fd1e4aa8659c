import { expect, test, vi } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { Agent } from '@/lib/api/types';
import { RealtimeProvider } from '@/lib/realtime/provider';
import { show } from '../../../test/render';
import { CloneForm } from './CloneForm';

const SCHEMA = {
  type: 'object', required: ['agent_id'],
  properties: {
    agent_id: { type: 'string', format: 'uuid' },
    name: { anyOf: [{ type: 'string', maxLength: 120 }, { type: 'null' }], default: null, description: 'Without it, the name of the other with `copy`.' },
    initial_capital: { anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'null' }], default: null },
  },
};

const { asked } = vi.hoisted(() => {
  const asked: unknown[] = [];
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    if (request.method === 'GET') return answer([{ name: 'clone_agent', parametersSchema: SCHEMA }]);
    asked.push(await request.json());
    return answer({ status: 422, detail: 'Too much.', code: 'invalid', errors: [{ pointer: '/initial_capital', reason: 'at most 1000000000000' }] }, 422);
  };
  return { asked };
});

test('the form is that of the command’s schema, and what the API refuses is said beside its field', async () => {
  show(
    <QueryClientProvider client={new QueryClient()}>
      <RealtimeProvider>
        <CloneForm agent={{ id: 'a1', name: 'Momo' } as Agent} />
      </RealtimeProvider>
    </QueryClientProvider>,
  );
  fireEvent.change(await screen.findByRole('textbox', { name: /Initial capital/ }), { target: { value: '5e99' } });
  fireEvent.click(screen.getByRole('button', { name: 'Clone and start' }));
  expect(await screen.findByText('A number, such as 0.5.')).toBeInTheDocument();
  fireEvent.change(screen.getByRole('textbox', { name: /Initial capital/ }), { target: { value: '9000000000000' } });
  fireEvent.click(screen.getByRole('button', { name: 'Clone and start' }));
  expect(await screen.findByText('at most 1000000000000')).toBeInTheDocument();
  await waitFor(() => expect(asked).toEqual([{ agentId: 'a1', initial_capital: '9000000000000' }]));
});
