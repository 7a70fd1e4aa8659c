import type { components, paths } from '@shared/api';

type Schemas = components['schemas'];

export type Account = Schemas['ProfileOut'];
export type Agent = Schemas['AgentOut'];
export type AgentSummary = Schemas['AgentSummary'];
export type FleetStatus = Schemas['FleetStatus'];
export type Decision = Schemas['DecisionOut'];
export type Run = Schemas['RunOut'];
export type RunEventPage = Schemas['RunEventPage'];
export type Strategy = Schemas['StrategyOut'];
export type Todo = Schemas['TodoOut'];
export type Persistence = Schemas['PersistenceOut'];
export type Vault = Schemas['VaultOut'];
export type VaultTransfer = Schemas['VaultTransferOut'];
export type Tool = Schemas['ToolOut'];
export type ExecutionAnswer = Schemas['ExecutionAnswer'];
export type Execution = Schemas['ExecutionOut'];
export type TradingAccount = Schemas['AccountOut'];
export type Order = Schemas['OrderOut'];
export type Fill = Schemas['FillOut'];
export type Position = Schemas['PositionOut'];
export type PortfolioSummary = Schemas['PortfolioSummary'];
export type EquityHistory = Schemas['EquityHistoryOut'];
export type Performance = Schemas['PerformanceOut'];
export type Attribution = Schemas['AttributionOut'];
export type Share = Schemas['ShareOut'];
export type Trip = Schemas['TripOut'];
export type Watchlist = Schemas['WatchlistOut'];
export type Watched = Schemas['WatchedOut'];
export type PriceAlert = Schemas['PriceAlertOut'];
export type LiveData = Schemas['LiveData'];
export type MarketSymbol = Schemas['SymbolOut'];
export type Candle = Schemas['CandleOut'];
export type Interval = Schemas['Interval'];
export type OrderBook = Schemas['OrderBook'];
export type Saga = Schemas['SagaOut'];
export type Health = Schemas['HealthOut'];
export type Alert = Schemas['AlertOut'];
export type ServiceInstance = Schemas['InstanceOut'];
export type ExternalService = Schemas['ServiceOut'];
export type KillSwitch = Schemas['KillSwitchOut'];
export type Backtest = Schemas['BacktestOut'];
export type BacktestDetail = Schemas['BacktestDetail'];
export type BacktestReport = Schemas['Report'];
export type BacktestTrade = Schemas['TradeReport'];
export type BacktestMetrics = Schemas['Metrics'];
export type Limit = Schemas['LimitOut'];

type Answers<Operation extends { responses: { 200: { content: { 'application/json': unknown } } } }> = Operation['responses'][200]['content']['application/json'];
export type RiskReport = Answers<paths['/api/v1/trading/risk/metrics']['get']>;
export type BacktestTerms = NonNullable<paths['/api/v1/trading/backtests']['post']['requestBody']>['content']['application/json'];
export type StressReport = Answers<paths['/api/v1/trading/risk/stress-test']['post']>;

/** One page of a list; `next` is the cursor of the page after it. */
export type Page<T> = { results: T[]; next: string | null; previous: string | null; count: number; countIsExact: boolean };
