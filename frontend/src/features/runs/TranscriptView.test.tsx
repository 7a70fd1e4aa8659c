import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { show } from '../../../test/render';
import { parametersOf } from './asking';
import { BLANK, type Transcript } from './transcript';
import { TranscriptView } from './TranscriptView';

const told = (change: Partial<Transcript>): Transcript => ({ ...BLANK, ...change });

test('text is plain to see; a call is folded and shows what went in and came out', async () => {
  const pieces: Transcript['pieces'] = [
    { kind: 'text', id: 'm', text: 'You hold cash.', isOpen: false },
    { kind: 'tool', id: 'c', name: 'get_portfolio', args: '{"currency":"USD"}', result: '{"cash":5}', isOpen: false },
  ];
  show(<TranscriptView transcript={told({ status: 'finished', pieces })} />);
  expect(screen.getByText('You hold cash.')).toBeVisible();
  expect(screen.queryByRole('region', { name: 'Result of get_portfolio' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: /get portfolio/i }));
  expect(screen.getByRole('region', { name: 'Arguments of get_portfolio' })).toHaveTextContent('"currency": "USD"');
  expect(screen.getByRole('region', { name: 'Result of get_portfolio' })).toHaveTextContent('"cash": 5');
});

test('what a person must answer is asked, and the answer is told', async () => {
  const decide = vi.fn();
  const interrupts = [{ id: 'i', message: 'May it buy?', metadata: { tool: 'place_order', arguments: { side: 'buy' } } }];
  show(<TranscriptView transcript={told({ status: 'interrupted', interrupts })} decide={decide} />);
  expect(screen.getByRole('region', { name: 'Waits for a person' })).toHaveTextContent('May it buy?');
  await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
  expect(decide).toHaveBeenCalledWith(true);
  const parameters = parametersOf('a', { threadId: 't', interrupts, approved: true });
  expect(parameters).toEqual({ agent_id: 'a', thread_id: 't', resume: [{ interrupt_id: 'i', status: 'resolved', payload: { approved: true } }] });
});

test('who may not answer is only told', () => {
  show(<TranscriptView transcript={told({ status: 'interrupted', interrupts: [{ id: 'i', message: 'May it buy?' }] })} />);
  expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
});

test('an error is told as one', () => {
  show(<TranscriptView transcript={told({ status: 'failed', error: 'No model.' })} />);
  expect(screen.getByRole('alert')).toHaveTextContent('No model.');
});
