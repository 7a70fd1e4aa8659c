import { expect, test } from 'vitest';
import { screen } from '@testing-library/react';
import { show } from '../../../test/render';
import { draftOf, parametersOf } from './draft';
import { fieldsOf, type Schema } from './schema';
import { SchemaFields } from './SchemaFields';

/** As pydantic writes it: decimals as number or text, options with null, choices by reference. */
const schema: Schema = {
  type: 'object',
  required: ['symbol', 'side', 'quantity'],
  properties: {
    symbol: { type: 'string', description: 'A pair.', examples: ['BTC/USD'] },
    side: { $ref: '#/$defs/Side' },
    quantity: { anyOf: [{ type: 'number' }, { type: 'string' }] },
    limit_price: { anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'null' }], default: null },
    client_order_id: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    count: { type: 'integer', default: 50 },
    live_only: { type: 'boolean', default: false },
    tags: { type: 'array', items: { type: 'string' } },
    options: { type: 'object', properties: { depth: { type: 'integer' } } },
    extra: { type: 'object' },
  },
  $defs: { Side: { type: 'string', enum: ['buy', 'sell'] } },
};
const fields = fieldsOf(schema);

test('each field has the kind that suits it', () => {
  const kinds = Object.fromEntries(fields.map(({ name, kind }) => [name, kind]));
  expect(kinds).toEqual({
    symbol: 'text', side: 'choice', quantity: 'decimal', limit_price: 'decimal', client_order_id: 'text',
    count: 'integer', live_only: 'switch', tags: 'list', options: 'object', extra: 'json',
  });
});

test('numbers are sent as they were typed, and empty fields are left out', () => {
  const draft = { ...draftOf(fields), symbol: 'BTC/USD', side: 'buy', quantity: '0.100000000000000001' };
  expect(parametersOf(fields, draft)).toEqual({
    parameters: { symbol: 'BTC/USD', side: 'buy', quantity: '0.100000000000000001', count: 50, live_only: false },
    errors: {},
  });
});

test('what is missing or no number is said beside its field', () => {
  const draft = { ...draftOf(fields), side: 'sell', quantity: 'much', count: '1.5', extra: '{', options: { depth: 'deep' } };
  expect(Object.keys(parametersOf(fields, draft).errors).sort()).toEqual(['count', 'extra', 'quantity', 'symbol']);
});

test('the form shows labels, manuals and errors', () => {
  show(<SchemaFields fields={fields} draft={draftOf(fields)} errors={{ quantity: 'This is needed.' }} onChange={() => undefined} />);
  expect(screen.getByRole('textbox', { name: /Symbol/ })).toHaveAccessibleDescription('A pair.');
  expect(screen.getByText('This is needed.')).toBeInTheDocument();
  expect(screen.getByRole('switch', { name: 'Live only' })).not.toBeChecked();
});
