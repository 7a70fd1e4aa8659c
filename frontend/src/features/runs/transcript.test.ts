import { expect, test } from 'vitest';
import { add, BLANK, patched, type RunEvent } from './transcript';

const told = (...events: RunEvent[]) => events.reduce((known, event, index) => add(known, { place: index + 1, event }), BLANK);
const begun: RunEvent = { type: 'RUN_STARTED', threadId: 't', runId: 'r' };

test('text comes in pieces and is shown as one', () => {
  const said = told(
    begun,
    { type: 'TEXT_MESSAGE_START', messageId: 'm' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'It ' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'rose.' },
    { type: 'TEXT_MESSAGE_END', messageId: 'm' },
    { type: 'RUN_FINISHED', outcome: { type: 'success' } },
  );
  expect(said.pieces).toEqual([{ kind: 'text', id: 'm', text: 'It rose.', isOpen: false }]);
  expect(said).toMatchObject({ status: 'finished', place: 6 });
});

test('an event heard twice, or before one that was missed, changes nothing', () => {
  const said = told(begun, { type: 'STEP_STARTED', stepName: 'look' });
  expect(add(said, { place: 2, event: { type: 'STEP_FINISHED' } })).toBe(said);
  expect(add(said, { place: 4, event: { type: 'RUN_FINISHED' } })).toBe(said);
});

test('a call shows its arguments and its result', () => {
  const said = told(
    begun,
    { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'get_portfolio' },
    { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '{"a":' },
    { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '1}' },
    { type: 'TOOL_CALL_END', toolCallId: 'c' },
    { type: 'TOOL_CALL_RESULT', toolCallId: 'c', content: '{"cash":1}' },
  );
  expect(said.pieces).toEqual([{ kind: 'tool', id: 'c', name: 'get_portfolio', args: '{"a":1}', result: '{"cash":1}', isOpen: false }]);
});

test('an interrupt says what a person must answer', () => {
  const said = told(begun, { type: 'RUN_FINISHED', outcome: { type: 'interrupt', interrupts: [{ id: 'i', message: 'May it?' }] } });
  expect(said).toMatchObject({ status: 'interrupted', interrupts: [{ id: 'i', message: 'May it?' }] });
});

test('a result without its call belongs to a call that was approved', () => {
  const said = told(begun, { type: 'TOOL_CALL_RESULT', toolCallId: 'before', content: 'ok' });
  expect(said.pieces).toMatchObject([{ id: 'before', result: 'ok' }]);
});

test('an error ends the run with its words', () => {
  expect(told(begun, { type: 'RUN_ERROR', message: 'No model.' })).toMatchObject({ status: 'failed', error: 'No model.' });
});

test('a patch adds, replaces and removes, with names that hold a slash', () => {
  const before = { cash: { USD: '5' }, positions: { 'BTC/USD': '1', 'ETH/USD': '2' } };
  const after = patched(before, [
    { op: 'replace', path: '/cash/USD', value: '4' },
    { op: 'add', path: '/positions/SOL~1USD', value: '3' },
    { op: 'remove', path: '/positions/BTC~1USD' },
  ]);
  expect(after).toEqual({ cash: { USD: '4' }, positions: { 'ETH/USD': '2', 'SOL/USD': '3' } });
  expect(before.positions).toHaveProperty('BTC/USD');
});
