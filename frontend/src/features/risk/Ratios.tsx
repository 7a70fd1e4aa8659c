'use client';

import { Figure, Figures } from '@/components/data/Figure';
import type { RiskReport } from '@/lib/api/types';
import { Fraction } from '@/components/numbers/Fraction';
import { Measured } from './Measured';
import type { Basis } from './queries';

type Name = keyof RiskReport['ratios'];
type Shown = [name: Name, label: string, as: 'percent' | 'ratio', tone?: boolean];

const SHOWN: Shown[] = [
  ['sharpe', 'Sharpe', 'ratio'],
  ['sortino', 'Sortino', 'ratio'],
  ['calmar', 'Calmar', 'ratio'],
  ['volatility', 'Volatility a year', 'percent'],
  ['totalReturn', 'Return', 'percent', true],
  ['maxDrawdown', 'Largest drawdown', 'percent', true],
  ['beta', 'Beta', 'ratio'],
  ['correlation', 'Correlation', 'ratio'],
];

type Props = { title: string; agentId: string | undefined; basis: Basis };

/** Ratios of what happened, or of what is held now; what the returns do not define is left empty. */
export function Ratios({ title, agentId, basis }: Props) {
  return (
    <Measured title={title} agentId={agentId} basis={basis}>
      {({ ratios, benchmark, definitions }) => (
        <Figures>
          {SHOWN.filter(([name]) => benchmark || (name !== 'beta' && name !== 'correlation')).map(([name, label, as, tone]) => (
            <Figure key={name} label={<span title={definitions[name]}>{label}</span>} note={name === 'beta' ? `to ${benchmark}` : undefined}>
              <Fraction value={ratios[name]} name={name} as={as} tone={tone} />
            </Figure>
          ))}
        </Figures>
      )}
    </Measured>
  );
}
