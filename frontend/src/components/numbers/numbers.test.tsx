import { expect, test } from 'vitest';
import { screen } from '@testing-library/react';
import { show } from '../../../test/render';
import { Money } from './Amount';
import { Provenance } from './Provenance';
import { Status } from './Status';

test('a figure keeps its exact value beside what is read', () => {
  show(<Money value="1234.567890123456789" tone signed name="equity" />);
  const figure = screen.getByText('+$1,234.57');
  expect(figure).toHaveAttribute('data-value', '1234.567890123456789');
  expect(figure).toHaveClass('rise');
});

test('no value is no figure', () => {
  show(<Money value={null} name="equity" />);
  expect(screen.getByText('–')).not.toHaveAttribute('data-value');
});

test('a fresh figure says where it comes from and of when it is', () => {
  const { container } = show(<Provenance source="replay" asOf={new Date().toISOString()} />);
  const badge = container.querySelector('[data-source="replay"]')!;
  expect(badge).toHaveTextContent(/^replay\d\d:\d\d:\d\d$/);
  expect(badge).not.toHaveAttribute('data-stale');
});

test('an old figure is marked with its age', () => {
  const { container } = show(<Provenance source="live" asOf={new Date(Date.now() - 300_000).toISOString()} />);
  expect(container.querySelector('[data-stale]')).toHaveTextContent('live5 min ago');
});

test('what is replayed is never stale, and says of which day it is', () => {
  const { container } = show(<Provenance source="replay" asOf="2018-04-04T12:00:00Z" />);
  const badge = container.querySelector('[data-source="replay"]')!;
  expect(badge).not.toHaveAttribute('data-stale');
  expect(badge).toHaveTextContent(/^replay4 Apr 2018/);
});

test('a state is a word, not only a colour', () => {
  show(<Status value="partially_filled" />);
  expect(screen.getByText('Partially filled')).toHaveAttribute('data-tone', 'warn');
});
