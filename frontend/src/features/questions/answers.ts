import { parametersOf, type Draft, type Errors } from '@/components/forms/draft';
import { fieldsOf, type Field, type Schema } from '@/components/forms/schema';
import type { Question } from '@/lib/api/types';

export type Filled = { answer: unknown } | { errors: Errors };

/** The one field of a question without a form: a choice, or text. */
const PLAIN = 'answer';

/** What a person fills in to answer a question. */
export function fieldsFor(question: Pick<Question, 'form' | 'options'>): Field[] {
  if (question.form) return fieldsOf(question.form as Schema);
  const choices = question.options;
  return [{ name: PLAIN, kind: choices.length ? 'choice' : 'text', required: true, description: '', example: '', initial: null, choices, fields: [] }];
}

/** The answer that a draft stands for, in the types that its form asks for, or why it does not stand for any. */
export function answerOf(question: Pick<Question, 'form' | 'options'>, draft: Draft): Filled {
  const fields = fieldsFor(question);
  const { parameters, errors } = parametersOf(fields, draft);
  if (Object.keys(errors).length) return { errors };
  if (!question.form) return { answer: parameters[PLAIN] };
  const asNumbers = new Set(fields.filter(({ kind }) => kind === 'decimal').map(({ name }) => name));
  return { answer: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, asNumbers.has(name) ? Number(value) : value])) };
}

/** An answer in a line. */
export function sayAnswer(answer: unknown): string {
  if (answer === null || typeof answer !== 'object') return String(answer ?? '');
  return Object.entries(answer)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
}
