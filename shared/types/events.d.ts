// Generated from shared/events.json by frontend/scripts/types.mjs. Do not edit.

/**
 * The lengths a bar may have.
 */
export type Interval = ("1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d")
/**
 * Prices fall and recover; there is no market; the last prices stay and age; spreads widen.
 */
export type ScenarioKind = ("flash_crash" | "outage" | "stale_feed" | "wide_spread")
/**
 * What came of asking people about a call. All but the first are final.
 */
export type ApprovalState = ("PENDING" | "APPROVED" | "REJECTED" | "EXPIRED" | "VOID" | "CANCELLED")
/**
 * What a halt does, from mild to strict; each does what those before it do.
 */
export type HaltLevel = ("stop_new_risk" | "cancel_orders" | "flatten")
/**
 * Which way an order or a fill moves the base asset.
 */
export type Side = ("buy" | "sell")
/**
 * The life of an order.
 * 
 * INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
 * trigger; OPEN and PARTIALLY_FILLED rest.
 */
export type OrderStatus = ("inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected")
/**
 * What an order is to the others of its group: a leg of an OCO, or the entry or an exit of a bracket.
 */
export type Link = ("" | "oco" | "entry" | "exit")
/**
 * How the price of an order is found.
 */
export type OrderType = ("market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop")
/**
 * How long an order waits.
 * 
 * GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
 * or nothing of it.
 */
export type TimeInForce = ("gtc" | "ioc" | "fok" | "gtd")
/**
 * What an order is to the others of its group: a leg of an OCO, or the entry or an exit of a bracket.
 */
export type Link1 = ("" | "oco" | "entry" | "exit")

/**
 * The payload of each event, by its type.
 */
export interface EventPayloads {
"agent.create": AgentCreated
"agent.decision": AgentDecided
"agent.decisions": AgentsDecided
"agent.error": AgentFailed
"agent.lag": FleetLagged
"agent.status": AgentStatusChanged
"agent.update": AgentUpdated
"agui.event": RunSpoke
"backtest.finished": BacktestFinished
"backtest.progress": BacktestProgressed
"farm.agent_added": AgentJoined
"farm.create": FarmCreated
"market.candle": CandleClosed
"market.price_alert": PriceAlertTriggered
"market.scenario": MarketScenarioChanged
"market.tick": MarketTick
"mcp.approval_requested": ApprovalRequested
"mcp.approval_resolved": ApprovalResolved
"mcp.error": ToolFailed
"mcp.execute": ToolRequested
"mcp.progress": ToolProgressed
"mcp.question_asked": QuestionAsked
"mcp.question_closed": QuestionClosed
"mcp.result": ToolSucceeded
"portfolio.correction": TransferCorrected
"portfolio.funding": AccountFunded
"portfolio.update": PortfolioUpdated
"run.ended": RunEnded
"run.started": RunStarted
"saga.compensated": SagaCompensated
"saga.completed": SagaCompleted
"saga.failed": SagaFailed
"saga.resolved": SagaResolved
"saga.retried": SagaRetried
"saga.started": SagaStarted
"saga.step": SagaStepped
"system.alert": AlertChanged
"system.configuration": SettingChanged
"system.health": HealthChanged
"system.initialization": InitializationStepped
"system.kill_switch": KillSwitchChanged
"system.kill_switch_progress": KillSwitchProgress
"system.metrics": SystemMeasured
"system.schedule": ScheduleChanged
"trade.order_cancelled": OrderCancelled
"trade.order_filled": OrderFilled
"trade.order_modified": OrderModified
"trade.order_placed": OrderPlaced
"trade.order_triggered": OrderTriggered
"trade.position_closed": PositionClosed
"trade.position_opened": PositionOpened
"vault.deposit": VaultDeposited
"vault.update": VaultUpdated
"vault.withdrawal": VaultWithdrawn
}
export interface AgentCreated {
agentId: string
agentType: string
enableDeFi: boolean
enableMCP: boolean
farmId: (string | null)
initialCapital: string
interval: string
name: string
symbols: string[]
venue: string
}
export interface AgentDecided {
action: string
agentId: string
barAt: string
confidence: string
decisionId: string
interval: string
quantity: string
sentence: string
symbol: string
venue: string
}
export interface AgentsDecided {
barAt: string
decisions: DecisionTold[]
interval: string
venue: string
}
/**
 * One of many decisions on one bar.
 */
export interface DecisionTold {
action: string
agentId: string
confidence: string
decisionId: string
quantity: string
symbol: string
}
export interface AgentFailed {
agentId: string
code: string
detail: string
}
export interface FleetLagged {
agents: number
bars: number
interval: string
since: string
until: string
venue: string
}
export interface AgentStatusChanged {
agentId: string
previous: string
reason?: string
status: string
}
export interface AgentUpdated {
agentId: string
version: number
}
export interface RunSpoke {
agentId: string
event: {
[k: string]: unknown
}
place: number
runId: string
threadId: string
}
export interface BacktestFinished {
backtestId: string
code: string
kind: string
reused: boolean
status: string
strategy: string
symbol: string
}
export interface BacktestProgressed {
backtestId: string
progress: number
}
export interface AgentJoined {
agentId: string
farmId: string
}
export interface FarmCreated {
farmId: string
name: string
}
export interface CandleClosed {
close: string
high: string
interval: Interval
low: string
open: string
openedAt: string
source: string
symbol: string
venue: string
volume: string
}
export interface PriceAlertTriggered {
alertId: string
condition: string
last: string
marketTime: string
note: string
price: string
source: string
status: string
symbol: string
threshold: string
timesTriggered: number
venue: string
}
export interface MarketScenarioChanged {
endsAt: string
kind: ScenarioKind
startsAt: string
strength: (number | null)
venue: string
}
export interface MarketTick {
asOf: string
ask: string
bid: string
change24h: string
last: string
/**
 * What is laid over a simulated market.
 */
scenarios?: ScenarioKind[]
source: string
symbol: string
venue: string
}
export interface ApprovalRequested {
actorId: string
agentId: (string | null)
approvalId: string
because: string
executionId: string
expiresAt: string
people: number
tool: string
}
export interface ApprovalResolved {
actorId: string
agentId: (string | null)
approvalId: string
executionId: string
reason: string
resolvedBy: (string | null)
state: ApprovalState
tool: string
}
export interface ToolFailed {
actorId: string
agentId: (string | null)
code: string
executionId: string
reason: string
status: string
tool: string
}
export interface ToolRequested {
actorId: string
agentId: (string | null)
executionId: string
tool: string
}
export interface ToolProgressed {
actorId: string
agentId: (string | null)
done: number
executionId: string
message: string
total: (number | null)
}
export interface QuestionAsked {
actorId: string
agentId: (string | null)
executionId: string
expiresAt: string
options: string[]
questionId: string
text: string
}
export interface QuestionClosed {
actorId: string
agentId: (string | null)
closedBy: (string | null)
executionId: string
questionId: string
status: string
}
export interface ToolSucceeded {
actorId: string
agentId: (string | null)
executionId: string
result: ({
[k: string]: unknown
} | null)
tool: string
}
export interface TransferCorrected {
accountId: string
agentId: (string | null)
amount: string
currency: string
reason: string
reference: string
reverses: string
source?: string
transferId: string
}
export interface AccountFunded {
accountId: string
agentId: (string | null)
amount: string
currency: string
funded: string
reason: string
source?: string
transferId: string
}
export interface PortfolioUpdated {
accounts: AccountChange[]
marketTime: string
source?: string
}
/**
 * An account after a batch of fills: cash, the reserved part of it, and what changed.
 */
export interface AccountChange {
accountId: string
agentId: (string | null)
cash: string
held: string
positions: HoldingChange[]
}
/**
 * A position after a batch of fills.
 */
export interface HoldingChange {
averagePrice: string
quantity: string
realised: string
symbol: string
}
export interface RunEnded {
agentId: string
code: string
cost: string
id: string
inputTokens: number
outputTokens: number
runId: string
status: string
threadId: string
}
export interface RunStarted {
agentId: string
id: string
runId: string
threadId: string
trigger: string
}
export interface SagaCompensated {
code: string
name: string
reason: string
sagaId: string
}
export interface SagaCompleted {
name: string
sagaId: string
}
export interface SagaFailed {
code: string
name: string
reason: string
sagaId: string
}
export interface SagaResolved {
by: string
name: string
resolution: string
sagaId: string
}
export interface SagaRetried {
by: string
name: string
sagaId: string
status: string
}
export interface SagaStarted {
deadline?: (string | null)
name: string
sagaId: string
steps: string[]
}
export interface SagaStepped {
attempts?: number
name: string
position: number
reason?: string
sagaId: string
startedAt?: (string | null)
status: string
step: string
}
export interface AlertChanged {
alertId: string
detail: string
severity: string
source: string
status: string
subject: string
title: string
}
export interface SettingChanged {
actorId: (string | null)
by: string
isSet: boolean
key: string
value: unknown
version: number
}
export interface HealthChanged {
changed: CheckChange[]
overall: string
previous: (string | null)
reasons: string[]
score: number
starting: boolean
}
/**
 * One probe that finds its thing otherwise than before; null where it was, or is, left out.
 */
export interface CheckChange {
name: string
previous: (string | null)
status: (string | null)
}
export interface InitializationStepped {
changed: string[]
detail: string
initializationId: string
of: number
position: number
seconds: number
status: string
step: string
}
export interface KillSwitchChanged {
by: string
engaged: boolean
level: HaltLevel
reason: string
targetId: string
}
export interface KillSwitchProgress {
level: HaltLevel
ordersLeft: (number | null)
ordersTotal: (number | null)
positionsLeft: (number | null)
positionsTotal: (number | null)
targetId: string
}
export interface SystemMeasured {
asOf: string
figures: {
[k: string]: {
[k: string]: (number | null)
}
}
}
export interface ScheduleChanged {
by: string
enabled: boolean
every: number
name: string
}
export interface OrderCancelled {
accountId: string
agentId: (string | null)
filledQuantity: string
marketTime: string
orderId: string
reason: string
source?: string
symbol: string
}
export interface OrderFilled {
accountId: string
agentId: (string | null)
fee: string
filledQuantity: string
marketTime: string
orderId: string
price: string
quantity: string
realised: string
side: Side
source?: string
status: OrderStatus
symbol: string
}
export interface OrderModified {
accountId: string
agentId: (string | null)
filledQuantity: string
goodTill: (string | null)
groupId: (string | null)
keepsPlace: boolean
limitPrice: (string | null)
link: Link
marketTime: string
orderId: string
orderType: OrderType
placedAt: string
quantity: string
side: Side
source?: string
status: OrderStatus
stopPrice: (string | null)
symbol: string
timeInForce: TimeInForce
trailAmount: (string | null)
trailPercent: (string | null)
}
export interface OrderPlaced {
accountId: string
agentId: (string | null)
goodTill?: (string | null)
groupId?: (string | null)
limitPrice: (string | null)
link?: Link1
orderId: string
orderType: OrderType
placedAt: string
postOnly?: boolean
quantity: string
reduceOnly?: boolean
side: Side
source?: string
status: OrderStatus
stopPrice?: (string | null)
symbol: string
timeInForce: TimeInForce
trailAmount?: (string | null)
trailPercent?: (string | null)
}
export interface OrderTriggered {
accountId: string
agentId: (string | null)
groupId: (string | null)
marketTime: string
orderId: string
orderType: OrderType
side: Side
source?: string
status: OrderStatus
stopPrice: (string | null)
symbol: string
}
export interface PositionClosed {
accountId: string
agentId: (string | null)
marketTime: string
realised: string
source?: string
symbol: string
}
export interface PositionOpened {
accountId: string
agentId: (string | null)
averagePrice: string
marketTime: string
quantity: string
source?: string
symbol: string
}
export interface VaultDeposited {
agentId: (string | null)
amount: string
asset: string
vaultId: string
}
export interface VaultUpdated {
agentId: (string | null)
status: string
vaultId: string
}
export interface VaultWithdrawn {
agentId: (string | null)
amount: string
asset: string
vaultId: string
}
