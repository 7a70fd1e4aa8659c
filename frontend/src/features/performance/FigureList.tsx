'use client';

import type { ReactNode } from 'react';
import { Tooltip } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { Figure, Figures } from '@/components/data/Figure';
import { Money, Percent, Price } from '@/components/numbers/Amount';
import type { AgentPerformance } from '@/lib/api/types';
import { plural } from '@/lib/format';
import { Ratio } from './Ratio';
import classes from './performance.module.css';

type Shown = { label: string; meaning?: string; why?: string; note?: ReactNode; value: ReactNode };

/** Every figure: its value, in its place the reason why there is none, and what it means. */
export function FigureList({ found }: { found: AgentPerformance }) {
  return (
    <div className={classes.figures}>
      <Figures>
        {[...returnsOf(found), ...risksOf(found), ...tradesOf(found), ...costsOf(found)].map((each) => (
          <Figure key={each.label} label={<Name {...each} />} note={each.why ?? each.note}>
            {each.value}
          </Figure>
        ))}
      </Figures>
    </div>
  );
}

function Name({ label, meaning }: Pick<Shown, 'label' | 'meaning'>) {
  return (
    <span className={classes.name}>
      {label}
      {meaning && (
        <Tooltip label={meaning} multiline maw={300} events={{ hover: true, focus: true, touch: true }}>
          <IconInfoCircle size={13} role="img" aria-label={`${label}: ${meaning}`} tabIndex={0} />
        </Tooltip>
      )}
    </span>
  );
}

function returnsOf({ currency, definitions, missing, ...found }: AgentPerformance): Shown[] {
  return [
    { label: 'Return', meaning: definitions.return, why: missing.timeWeightedReturn, note: <><Money value={found.profit} currency={currency} signed tone name="profit" /> profit</>, value: <Percent value={found.timeWeightedReturn} tone name="timeWeightedReturn" /> },
    { label: 'Buy and hold', meaning: definitions.buyAndHold, why: missing.buyAndHold, note: [...new Set(found.buyAndHold.symbols)].join(', '), value: <Percent value={found.buyAndHold.totalReturn} tone name="totalReturn" /> },
    { label: 'Beyond holding', meaning: definitions.excessReturn, why: missing.excessReturn, value: <Percent value={found.excessReturn} tone name="excessReturn" /> },
    { label: 'After model costs', meaning: definitions.costAdjustedReturn, why: missing.costAdjustedReturn, note: <><Money value={found.modelCost} name="modelCost" /> for its model</>, value: <Percent value={found.costAdjustedReturn} tone name="costAdjustedReturn" /> },
  ];
}

/** What its language model cost for what it brought, where the platform tells it. */
function costsOf({ definitions, missing, ...found }: Costed): Shown[] {
  if (found.costPerDecision === undefined) return [];
  return [
    { label: 'Model, by decision', meaning: definitions.costPerDecision, why: missing.costPerDecision, value: <Price value={found.costPerDecision} name="costPerDecision" />, note: 'USD' },
    { label: 'Model, by dollar of profit', meaning: definitions.costPerProfit, why: missing.costPerProfit, value: <Price value={found.costPerProfit} name="costPerProfit" />, note: 'USD' },
  ];
}

type Costed = AgentPerformance & { costPerDecision?: string | null; costPerProfit?: string | null };

function risksOf({ definitions, missing, ...found }: AgentPerformance): Shown[] {
  const days = `${plural(found.days, 'whole day')}`;
  return [
    { label: 'Sharpe ratio', meaning: definitions.sharpe, why: missing.sharpe, note: days, value: <Ratio value={found.sharpe} name="sharpe" /> },
    { label: 'Sortino ratio', meaning: definitions.sortino, why: missing.sortino, note: days, value: <Ratio value={found.sortino} name="sortino" /> },
    { label: 'Volatility', meaning: definitions.volatility, why: missing.volatility, note: 'by the year', value: <Percent value={found.volatility} signed={false} name="volatility" /> },
    { label: 'Deepest drawdown', meaning: definitions.maxDrawdown, why: missing.maxDrawdown, note: <><Percent value={found.maxDrawdown?.current} signed={false} name="current" /> now</>, value: <Percent value={found.maxDrawdown?.percent} signed={false} name="percent" /> },
    { label: 'Exposure', meaning: definitions.exposure, why: missing.averageExposure, note: <><Percent value={found.exposure} signed={false} name="exposure" /> now</>, value: <Percent value={found.averageExposure} signed={false} name="averageExposure" /> },
  ];
}

function tradesOf({ currency, definitions, missing, trades, fees }: AgentPerformance): Shown[] {
  return [
    { label: 'Win rate', meaning: definitions.winRate, why: missing.winRate, note: `${trades.wins} of ${plural(trades.trades, 'trade')}`, value: <Percent value={trades.winRate} signed={false} name="winRate" /> },
    { label: 'Profit factor', meaning: definitions.profitFactor, why: missing.profitFactor, value: <Ratio value={trades.profitFactor} name="profitFactor" /> },
    { label: 'Fees', note: 'since the account was opened', value: <Money value={fees} currency={currency} name="fees" /> },
  ];
}
