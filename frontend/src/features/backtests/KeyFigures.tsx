import { Text } from '@mantine/core';
import { Figure, Figures } from '@/components/data/Figure';
import { Age } from '@/components/numbers/Age';
import { Money } from '@/components/numbers/Amount';
import { Fraction } from '@/components/numbers/Fraction';
import type { BacktestDetail, BacktestMetrics, BacktestReport } from '@/lib/api/types';
import { humanise, plural, quoteOf } from '@/lib/format';
import { decimalOf, describeKind, unfilledOf } from './report';

type Name = 'cagr' | 'sharpe' | 'sortino' | 'maxDrawdown' | 'volatility' | 'exposure' | 'winRate' | 'profitFactor';
type Shown = [name: Name, label: string, as: 'percent' | 'ratio'];

const SHOWN: Shown[] = [
  ['cagr', 'CAGR', 'percent'],
  ['maxDrawdown', 'Largest drawdown', 'percent'],
  ['sharpe', 'Sharpe', 'ratio'],
  ['sortino', 'Sortino', 'ratio'],
  ['volatility', 'Volatility a year', 'percent'],
  ['exposure', 'Exposure', 'percent'],
  ['winRate', 'Win rate', 'percent'],
  ['profitFactor', 'Profit factor', 'ratio'],
];

/** Of trades, which buying and holding has one of that never closes. */
const OF_TRADES = new Set<Name>(['winRate', 'profitFactor', 'exposure']);

type Props = { run: BacktestDetail; report: BacktestReport };

/** How it did, each figure beside what buying and holding came to on the same terms. */
export function KeyFigures({ run, report }: Props) {
  const { metrics, benchmark } = report;
  const currency = quoteOf(run);
  return (
    <>
      <Figures>
        <Figure label="Total return" note={<Money value={report.finalEquity} currency={currency} name="finalEquity" />}>
          <Fraction value={metrics.totalReturn} name="totalReturn" tone />
        </Figure>
        <Figure label="Buy and hold" note={`of ${run.symbol}`}>
          <Benchmark of={benchmark} name="totalReturn" as="percent" tone />
        </Figure>
        {SHOWN.map(([name, label, as]) => (
          <Figure key={name} label={label} note={OF_TRADES.has(name) ? undefined : <><Benchmark of={benchmark} name={name} as={as} /> held</>}>
            <Fraction value={metrics[name]} name={name} as={as} />
          </Figure>
        ))}
        <Figure label="Trades">
          <span data-figure="trades" data-value={metrics.trades}>
            {metrics.trades.toLocaleString('en-US')}
          </span>
        </Figure>
        <Figure label="Fees">
          <Money value={decimalOf(metrics.fees)} currency={currency} name="fees" />
        </Figure>
      </Figures>
      <Basis run={run} report={report} />
    </>
  );
}

type BenchmarkProps = { of: BacktestMetrics; name: Name | 'totalReturn'; as: 'percent' | 'ratio'; tone?: boolean };

function Benchmark({ of, name, ...look }: BenchmarkProps) {
  return (
    <span data-row="benchmark">
      <Fraction value={of[name]} name={name} {...look} />
    </span>
  );
}

/** Of what it is measured, and what the orders that did not fill met. */
function Basis({ run, report }: Props) {
  const unfilled = unfilledOf(report);
  const said = Object.entries(report.parameters).map(([name, value]) => `${humanise(name).toLowerCase()} ${String(value)}`);
  return (
    <Text size="xs" c="dimmed" mt="md" component="div">
      {run.strategy.split(', ').map(humanise).join(', ')} on {run.symbol} at {run.venue}: {plural(report.bars, 'bar')} of {run.interval} from <Age at={report.firstAt} as="moment" /> to{' '}
      <Age at={report.lastAt} as="moment" />
      {said.map((each) => `, ${each}`)}.{' '}
      {describeKind(report)} Fills are simulated. {unfilled && `Orders refused or not filled: ${unfilled}.`} {run.reused && 'The same request over the same bars had been computed before.'}
    </Text>
  );
}
