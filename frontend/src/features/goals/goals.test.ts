import { describe as group, expect, it } from 'vitest';
import { describe, sayFigure } from './words';

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

  it('invents no figure where none is known', () => {
    expect(sayFigure('USD', null)).toBe('–');
  });
});
