'use client';

import { useState, type ReactNode } from 'react';
import { approximately, isDecimal, signOf } from '@/lib/decimal';
import { formatMoney, formatPercent, formatPrice, formatQuantity } from '@/lib/format';

type Value = string | null | undefined;
/** `name` is what the API calls the figure, under which tests compare the two. */
type Look = { name: string; tone?: boolean; flash?: boolean };

const isNumber = (value: Value): value is string => typeof value === 'string' && isDecimal(value);

/** A figure as it is read; the exact decimal stays beside it as `data-value`, and as the title when it was shortened. */
function Amount({ value, text, tone, flash, name }: Look & { value: Value; text: string }) {
  const sign = isNumber(value) ? signOf(value) : 0;
  const colour = tone && sign ? (sign > 0 ? 'rise' : 'fall') : undefined;
  const figure = (
    <span className={colour} data-value={value ?? undefined} data-figure={name} title={isNumber(value) ? value : undefined}>
      {text}
    </span>
  );
  return flash && isNumber(value) ? <Flash value={value}>{figure}</Flash> : figure;
}

/** Lights up for a moment when its value changes. */
function Flash({ value, children }: { value: string; children: ReactNode }) {
  const [shown, setShown] = useState({ value, way: '', turn: 0 });
  if (shown.value !== value) {
    const way = approximately(value) > approximately(shown.value) ? 'flash-rise' : 'flash-fall';
    setShown({ value, way, turn: shown.turn + 1 });
  }
  return (
    <span key={shown.turn} className={shown.way || undefined}>
      {children}
    </span>
  );
}

export function Money({ value, currency, signed, ...look }: Look & { value: Value; currency?: string; signed?: boolean }) {
  return <Amount value={value} text={formatMoney(value, currency, { signed })} {...look} />;
}

export function Price({ value, ...look }: Look & { value: Value }) {
  return <Amount value={value} text={formatPrice(value)} {...look} />;
}

export function Quantity({ value, places, ...look }: Look & { value: Value; places?: number }) {
  return <Amount value={value} text={formatQuantity(value, places)} {...look} />;
}

export function Percent({ value, signed, ...look }: Look & { value: Value; signed?: boolean }) {
  return <Amount value={value} text={formatPercent(value, { signed })} {...look} />;
}
