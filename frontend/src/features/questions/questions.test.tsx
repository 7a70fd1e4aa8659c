import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen } from '@testing-library/react';
import { draftOf } from '@/components/forms/draft';
import type { Question } from '@/lib/api/types';
import { show } from '../../../test/render';
import { AnswerForm } from './AnswerForm';
import { answerOf, fieldsFor, sayAnswer } from './answers';

const choice = { form: null, options: ['Close it', 'Keep it'] };
const text = { form: null, options: [] };
const form = {
  options: [],
  form: {
    type: 'object',
    properties: { max_loss: { type: 'number' }, pace: { type: 'string', enum: ['slow', 'fast'] }, agreed: { type: 'boolean' }, days: { type: 'integer' } },
    required: ['max_loss'],
  },
};

test('a choice is one of its options, and free text is text', () => {
  expect(fieldsFor(choice)[0]).toMatchObject({ kind: 'choice', choices: ['Close it', 'Keep it'] });
  expect(answerOf(choice, { answer: 'Keep it' })).toEqual({ answer: 'Keep it' });
  expect(answerOf(text, { answer: ' Yes. ' })).toEqual({ answer: 'Yes.' });
  expect(answerOf(text, { answer: '' })).toEqual({ errors: { answer: 'This is needed.' } });
});

test('a form is filled in with the types that it asks for', () => {
  const draft = { ...draftOf(fieldsFor(form)), max_loss: '0.50', days: '3', agreed: true };
  expect(answerOf(form, draft)).toEqual({ answer: { max_loss: 0.5, agreed: true, days: 3 } });
  expect(answerOf(form, { ...draft, max_loss: 'much' })).toEqual({ errors: { max_loss: 'A number, such as 0.5.' } });
});

test('an answer is said in a line', () => {
  expect(sayAnswer('Keep it')).toBe('Keep it');
  expect(sayAnswer({ max_loss: 0.5, agreed: true })).toBe('max_loss: 0.5, agreed: true');
  expect(sayAnswer(null)).toBe('');
});

const asked = { ...choice, id: 'q1', status: 'OPEN', text: 'Shall I close?', context: '', actorName: 'Otto', mayAnswer: true } as unknown as Question;
const inCache = (element: ReactNode) => show(<QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>);

test('nothing is sent until what is needed is filled in', () => {
  inCache(<AnswerForm question={{ ...asked, options: [] }} onDone={() => expect.unreachable()} />);
  fireEvent.click(screen.getByRole('button', { name: 'Answer' }));
  expect(screen.getByText('This is needed.')).toBeInTheDocument();
});

test('a form shows each of its fields by name', () => {
  inCache(<AnswerForm question={{ ...asked, ...form }} onDone={() => undefined} />);
  expect(screen.getByRole('textbox', { name: /Max loss/ })).toBeInTheDocument();
  expect(screen.getByRole('switch', { name: 'Agreed' })).not.toBeChecked();
  expect(screen.getByRole('button', { name: 'Dismiss' })).toBeEnabled();
});
