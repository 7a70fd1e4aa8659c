import { describe as group, expect, it } from 'vitest';
import { describe, earnsMoney, sayCollection, sayFigure } from './words';

group('a goal in words', () => {
  it.each([
    ['profit', 'USD', '250', 'Earn $250.00'],
    ['win_rate', 'percent', '70', 'Win 70.00 % of the trades'],
    ['trades', 'trades', '100', 'End 100 trades'],
    ['sharpe', 'ratio', '1.5', 'Reach a Sharpe ratio of 1.5'],
    ['drawdown', 'percent', '5', 'Keep the agent within a drawdown of 5.00 %'],
  ])('says what a goal of %s asks for', (type, unit, target, words) => {
    expect(describe({ type, unit, target, actorKind: 'agent' })).toBe(words);
  });

  it.each([
    ['active', null, '', 'Once it is reached, the profit goes into the vault.'],
    ['completed', null, '', 'The profit goes into the vault within the minute.'],
    ['completed', '450', '', '$450.00 went into the vault.'],
    ['completed', '100', 'Spark had 100 USD free of 450', '$100.00 went into the vault: Spark had 100 USD free of 450.'],
    ['failed', null, '', null],
  ])('says of a goal that is %s what becomes of the profit', (status, collected, uncollected, words) => {
    expect(sayCollection({ collectProfit: true, status, collected, uncollected })).toBe(words);
    expect(sayCollection({ collectProfit: false, status, collected, uncollected })).toBeNull();
  });

  it('knows which goals earn money', () => {
    expect(['profit', 'value', 'trades', 'drawdown'].filter(earnsMoney)).toEqual(['profit', 'value']);
  });

  it('invents no figure where none is known', () => {
    expect(sayFigure('USD', null)).toBe('–');
  });
});
