// Generated from shared/asyncapi.json by frontend/scripts/types.mjs. Do not edit.

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
 * Which way an order or a fill moves the base asset.
 */
export type Side1 = ("buy" | "sell")
/**
 * The life of an order.
 * 
 * INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
 * trigger; OPEN and PARTIALLY_FILLED rest.
 */
export type OrderStatus1 = ("inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected")
/**
 * What an order is to the others of its group: a leg of an OCO, or the entry or an exit of a bracket.
 */
export type Link2 = ("" | "oco" | "entry" | "exit")
/**
 * How the price of an order is found.
 */
export type OrderType1 = ("market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop")
/**
 * Which way an order or a fill moves the base asset.
 */
export type Side2 = ("buy" | "sell")
/**
 * The life of an order.
 * 
 * INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
 * trigger; OPEN and PARTIALLY_FILLED rest.
 */
export type OrderStatus2 = ("inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected")
/**
 * How long an order waits.
 * 
 * GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
 * or nothing of it.
 */
export type TimeInForce1 = ("gtc" | "ioc" | "fok" | "gtd")
/**
 * How the price of an order is found.
 */
export type OrderType2 = ("market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop")
/**
 * Which way an order or a fill moves the base asset.
 */
export type Side3 = ("buy" | "sell")
/**
 * The lengths a bar may have.
 */
export type Interval1 = ("1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d")
/**
 * How the price of an order is found.
 */
export type OrderType3 = ("market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop")
/**
 * How long an order waits.
 * 
 * GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
 * or nothing of it.
 */
export type TimeInForce2 = ("gtc" | "ioc" | "fok" | "gtd")

/**
 * All that is said on the socket, by the type of the message.
 */
export interface Stream {
events: EventPayloads
notices: NoticePayloads
asked: ClientPayloads
envelope: EventMessage
}
/**
 * The payload of each event.
 */
export interface EventPayloads {
"agent.checkpoint": CheckpointChanged
"agent.create": AgentCreated
"agent.decision": AgentDecided
"agent.decisions": AgentsDecided
"agent.error": AgentFailed
"agent.lag": FleetLagged
"agent.message": AgentMessaged
"agent.performance": AgentsMeasured
"agent.status": AgentStatusChanged
"agent.update": AgentUpdated
"agui.event": RunSpoke
"backtest.finished": BacktestFinished
"backtest.progress": BacktestProgressed
"farm.agent_added": AgentJoined
"farm.create": FarmCreated
"goal.collected": GoalCollected
"goal.completed": GoalCompleted
"goal.create": GoalCreated
"goal.progress": GoalProgressed
"market.candle": CandleClosed
"market.price_alert": PriceAlertTriggered
"market.scenario": MarketScenarioChanged
"market.tick": MarketTick
"mcp.approval_requested": ApprovalRequested
"mcp.approval_resolved": ApprovalResolved
"mcp.error": ToolFailed
"mcp.errors": ToolFailedTogether
"mcp.execute": ToolRequested
"mcp.executes": ToolRequestedTogether
"mcp.progress": ToolProgressed
"mcp.question_asked": QuestionAsked
"mcp.question_closed": QuestionClosed
"mcp.result": ToolSucceeded
"mcp.results": ToolSucceededTogether
"portfolio.correction": TransferCorrected
"portfolio.funding": AccountFunded
"portfolio.risk_alert": RiskAlerted
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
"system.error": EventParked
"system.health": HealthChanged
"system.initialization": InitializationStepped
"system.kill_switch": KillSwitchChanged
"system.kill_switch_progress": KillSwitchProgress
"system.metrics": SystemMeasured
"system.projection": ProjectionRebuilt
"system.projection_progress": ProjectionRebuilding
"system.schedule": ScheduleChanged
"todo.create": TodoCreated
"todo.update": TodoUpdated
"trade.order_cancelled": OrderCancelled
"trade.order_filled": OrderFilled
"trade.order_modified": OrderModified
"trade.order_placed": OrderPlaced
"trade.order_rejected": OrderRejected
"trade.order_triggered": OrderTriggered
"trade.orders_cancelled": OrderCancelledTogether
"trade.orders_filled": OrderFilledTogether
"trade.orders_placed": OrderPlacedTogether
"trade.orders_rejected": OrderRejectedTogether
"trade.position_closed": PositionClosed
"trade.position_opened": PositionOpened
"trade.positions_closed": PositionClosedTogether
"trade.positions_opened": PositionOpenedTogether
"vault.deposit": VaultDeposited
"vault.update": VaultUpdated
"vault.withdrawal": VaultWithdrawn
}
/**
 * An agent's state was kept (`taken`), or brought back to what was kept (`restored`).
 */
export interface CheckpointChanged {
action: string
agentId: string
checkpointId: string
kind: string
version: number
}
/**
 * An agent was set up whole: account, vault, permissions, strategy and todo list.
 */
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
/**
 * An agent judged a closed bar; `quantity` in the base asset, `confidence` from 0 to 1.
 */
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
/**
 * Many agents of one owner judged a closed bar; told together, where each alone would be a flood.
 */
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
/**
 * Something keeps an agent from deciding: it stands still until it is tried again, or started by people.
 * 
 * `retries` counts those up to the next one; without `next_retry_at` there is none.
 */
export interface AgentFailed {
agentId: string
code: string
detail: string
nextRetryAt?: (string | null)
retries?: number
}
/**
 * Agents of one owner did not decide on some bars, because whoever decides for them came too late.
 */
export interface FleetLagged {
agents: number
bars: number
interval: string
since: string
until: string
venue: string
}
/**
 * An agent has a message; `agent_id` is who received it.
 */
export interface AgentMessaged {
agentId: string
messageId: string
senderId: string
senderName: string
subject: string
}
/**
 * The figures of an owner's agents were measured anew; the leaderboard and their pages show them.
 */
export interface AgentsMeasured {
agents: number
asOf: string
}
/**
 * An agent went from one state to another (see `lifecycle.Status`).
 */
export interface AgentStatusChanged {
agentId: string
previous: string
reason?: string
status: string
}
/**
 * An agent's configuration has a new version.
 */
export interface AgentUpdated {
agentId: string
version: number
}
/**
 * One event of a run, untouched, as AG-UI defines it; `place` counts the run's events from 1.
 */
export interface RunSpoke {
agentId: string
event: {
[k: string]: unknown
}
place: number
runId: string
threadId: string
}
/**
 * A backtest ended: `succeeded` (`reused` where its result was computed before), `failed` or
 * `cancelled`, and then `code` says why.
 */
export interface BacktestFinished {
backtestId: string
code: string
kind: string
reused: boolean
status: string
strategy: string
symbol: string
}
/**
 * How far a running backtest has come, as a fraction.
 */
export interface BacktestProgressed {
backtestId: string
progress: number
}
/**
 * An agent came under a farm.
 */
export interface AgentJoined {
agentId: string
farmId: string
}
/**
 * A farm was made; it has no agents yet.
 */
export interface FarmCreated {
farmId: string
name: string
}
/**
 * What was earned until a goal was reached went into vaults, in USD; `missing` says why not all of it.
 */
export interface GoalCollected {
agentId: (string | null)
collected: string
farmId: (string | null)
goalId: string
missing: string
}
/**
 * A goal is closed: `completed`, `failed` or `cancelled`; `current` is null where it was never known.
 */
export interface GoalCompleted {
agentId: (string | null)
current: (string | null)
farmId: (string | null)
goalId: string
status: string
target: string
}
/**
 * An agent or a farm is to reach something; the other id is null.
 */
export interface GoalCreated {
agentId: (string | null)
deadline: (string | null)
farmId: (string | null)
goalId: string
goalType: string
target: string
}
/**
 * A goal passed a milestone of 25, 50, 75 or 100 percent.
 */
export interface GoalProgressed {
agentId: (string | null)
current: string
farmId: (string | null)
goalId: string
milestone: number
progress: string
}
/**
 * A bar of a minute or longer closed.
 */
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
/**
 * A price that somebody wanted to be told of was reached; `price` is what set it off, in market time.
 * 
 * `status` says whether the alert waits for it again.
 */
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
/**
 * A scenario was set for a simulated market, or ended early: over at its start, it never begins.
 * 
 * Times are market times; `strength` as in `set_market_scenario`.
 */
export interface MarketScenarioChanged {
endsAt: string
kind: ScenarioKind
startsAt: string
strength: (number | null)
venue: string
}
/**
 * The best prices of a symbol now.
 */
export interface MarketTick {
asOf: string
ask: string
bid: string
change24h: (string | null)
last: string
/**
 * What is laid over a simulated market.
 */
scenarios?: ScenarioKind[]
source: string
symbol: string
venue: string
}
/**
 * A call waits for people to approve it, until `expiresAt`; `people` says how many it takes.
 */
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
/**
 * A call was approved and runs, or it was rejected, expired, became void or was called off.
 */
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
/**
 * A command was refused by the domain (REFUSED), broke (FAILED) or was called off (CANCELLED).
 */
export interface ToolFailed {
actorId: string
agentId: (string | null)
code: string
executionId: string
reason: string
status: string
tool: string
}
/**
 * Many `mcp.error` of one owner that happened at once, where each alone would be a flood.
 */
export interface ToolFailedTogether {
items: ToolFailedPart[]
same?: ToolFailedPart
}
/**
 * What one of many `mcp.error` says, or all of them.
 */
export interface ToolFailedPart {
actorId?: string
agentId?: (string | null)
code?: string
executionId?: string
reason?: string
status?: string
tool?: string
}
/**
 * A command passed the gates and waits for its turn.
 */
export interface ToolRequested {
actorId: string
agentId: (string | null)
executionId: string
tool: string
}
/**
 * Many `mcp.execute` of one owner that happened at once, where each alone would be a flood.
 */
export interface ToolRequestedTogether {
items: ToolRequestedPart[]
same?: ToolRequestedPart
}
/**
 * What one of many `mcp.execute` says, or all of them.
 */
export interface ToolRequestedPart {
actorId?: string
agentId?: (string | null)
executionId?: string
tool?: string
}
/**
 * How far a running execution has come; `total` is null where nobody knows how much there is to do.
 */
export interface ToolProgressed {
actorId: string
agentId: (string | null)
done: number
executionId: string
message: string
total: (number | null)
}
/**
 * An agent asked people something; its call waits for the answer.
 */
export interface QuestionAsked {
actorId: string
agentId: (string | null)
executionId: string
expiresAt: string
options: string[]
questionId: string
text: string
}
/**
 * A question is ANSWERED, DISMISSED by a person, EXPIRED, or CANCELLED with its call.
 */
export interface QuestionClosed {
actorId: string
agentId: (string | null)
closedBy: (string | null)
executionId: string
questionId: string
status: string
}
/**
 * A command did what it was asked. `result` is null where it is too long for the log, and among many.
 */
export interface ToolSucceeded {
actorId: string
agentId: (string | null)
executionId: string
result: ({
[k: string]: unknown
} | null)
tool: string
}
/**
 * Many `mcp.result` of one owner that happened at once, where each alone would be a flood.
 */
export interface ToolSucceededTogether {
items: ToolSucceededPart[]
same?: ToolSucceededPart
}
/**
 * What one of many `mcp.result` says, or all of them.
 */
export interface ToolSucceededPart {
actorId?: string
agentId?: (string | null)
executionId?: string
result?: ({
[k: string]: unknown
} | null)
tool?: string
}
/**
 * A transfer was taken back by one the other way; `amount` is what that changed of this account.
 */
export interface TransferCorrected {
accountId: string
agentId: (string | null)
amount: string
currency: string
reason: string
reference: string
reverses: string
source: string
transferId: string
}
/**
 * Money came into an account from outside or (`amount` below zero) went out; neither is profit.
 * 
 * `funded` is in `account_currency`: what came in another one counts for what it was worth then.
 */
export interface AccountFunded {
accountCurrency: string
accountId: string
agentId: (string | null)
amount: string
currency: string
funded: string
reason: string
source: string
transferId: string
}
/**
 * An account has lost as much as it may: of its peak (`drawdown`) or since its day began (`daily_loss`).
 * 
 * `lost` and `equity` are in the account's currency; `alert_id` is the alert that stands until somebody has
 * dealt with it.
 */
export interface RiskAlerted {
accountId: string
agentId: (string | null)
alertId: string
detail: string
equity: string
limitPercent: string
lost: string
percent: string
rule: string
}
/**
 * All accounts of one owner that a batch of fills changed, each once for every currency it paid with.
 */
export interface PortfolioUpdated {
accounts: AccountChange[]
marketTime: string
source: string
}
/**
 * An account after a batch of fills: what it has of a currency that was paid with (`cash`), the reserved
 * part of that, and the positions that changed.
 */
export interface AccountChange {
accountId: string
agentId: (string | null)
cash: string
currency: string
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
/**
 * An answer is over, or waits for a person (`interrupted`); `cost` in US dollars.
 */
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
/**
 * A worker began to answer: `run_id` as its asker calls it, `id` as the platform does.
 */
export interface RunStarted {
agentId: string
id: string
runId: string
threadId: string
trigger: string
}
/**
 * The operation could not be done, and everything it had done was taken back.
 */
export interface SagaCompensated {
code: string
name: string
reason: string
sagaId: string
}
/**
 * Every step was done.
 */
export interface SagaCompleted {
name: string
sagaId: string
}
/**
 * The operation can go neither on nor back: a person must look.
 */
export interface SagaFailed {
code: string
name: string
reason: string
sagaId: string
}
/**
 * A person stated how a failed operation was dealt with.
 */
export interface SagaResolved {
by: string
name: string
resolution: string
sagaId: string
}
/**
 * A person had a failed operation go on from where it stands.
 */
export interface SagaRetried {
by: string
name: string
sagaId: string
status: string
}
/**
 * A long operation began; `steps` are the names of what it will do, in order.
 */
export interface SagaStarted {
deadline?: (string | null)
name: string
sagaId: string
steps: string[]
}
/**
 * A step went on: WAITING (`reason` says for what), DONE, FAILED (with its reason), or COMPENSATED.
 * 
 * COMPENSATED means that its effect was taken back. `attempts` counts the tries that it took.
 */
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
/**
 * An alert was raised (OPEN), acknowledged, or resolved (by a person, or because it is no longer so).
 */
export interface AlertChanged {
alertId: string
detail: string
severity: string
source: string
status: string
subject: string
title: string
}
/**
 * A setting was changed for an actor and all below it, or (actor null) for the platform.
 * 
 * Without `is_set` the value was taken back: what is set above, or the default, holds again.
 */
export interface SettingChanged {
actorId: (string | null)
by: string
isSet: boolean
key: string
value: unknown
version: number
}
/**
 * A subscriber could not take an event, which waits as a dead letter for a person.
 * 
 * `event_id` is the event's. One that tells of such a failure, and cannot be taken itself, is parked in
 * silence: it never begets another.
 */
export interface EventParked {
attempts: number
error: string
eventId: string
eventType: string
subscriber: string
}
/**
 * The platform's health, or the status of one of its checks, is another than before.
 */
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
/**
 * A step of a bring-up ended: `done`, `unchanged` or `failed`; it is number `position` of `of`.
 */
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
/**
 * The kill switch was engaged, made stricter or released for an actor and all below it.
 */
export interface KillSwitchChanged {
by: string
engaged: boolean
level: HaltLevel
reason: string
targetId: string
}
/**
 * Open orders were cancelled or positions closed under a halt; null: its level does not ask for it.
 */
export interface KillSwitchProgress {
level: HaltLevel
ordersLeft: (number | null)
ordersTotal: (number | null)
positionsLeft: (number | null)
positionsTotal: (number | null)
targetId: string
}
/**
 * The platform's main figures at a moment, by group and name; null where nothing could be measured.
 */
export interface SystemMeasured {
asOf: string
figures: {
[k: string]: {
[k: string]: (number | null)
}
}
}
/**
 * A projection was built anew from the log; `changed` rows of it were not as they should have been.
 */
export interface ProjectionRebuilt {
changed: (number | null)
digestAfter: string
digestBefore: string
events: number
projection: string
reason: string
rebuildId: string
skipped: number
status: string
}
/**
 * How far a rebuild is: `done` numbers of the log, of which the live tables have taken `total`.
 */
export interface ProjectionRebuilding {
done: number
projection: string
rebuildId: string
total: number
}
/**
 * An operator changed how often something runs, or whether it does.
 */
export interface ScheduleChanged {
by: string
enabled: boolean
every: number
name: string
}
/**
 * Something is to be done. The to-dos that an agent is created with are told by `agent.create`.
 */
export interface TodoCreated {
agentId: string
assigneeId: string
dueAt: (string | null)
parentId: (string | null)
priority: string
title: string
todoId: string
}
/**
 * A to-do was changed, begun, done, cancelled or taken up again.
 */
export interface TodoUpdated {
agentId: string
assigneeId: string
dueAt: (string | null)
priority: string
status: string
title: string
todoId: string
}
/**
 * An order ended before it was filled; what it still reserved is free again.
 */
export interface OrderCancelled {
accountId: string
agentId: (string | null)
filledQuantity: string
marketTime: string
orderId: string
reason: string
source: string
symbol: string
}
/**
 * An order traded `quantity` at the average `price` in one update of the market.
 */
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
source: string
status: OrderStatus
symbol: string
}
/**
 * An order is no longer what it was placed as: it was changed, or it is an exit and its entry filled.
 * 
 * The fields are what it is now. `keeps_place`: it stands where it stood in the queue, because it only
 * became smaller or was given another time.
 */
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
source: string
status: OrderStatus
stopPrice: (string | null)
symbol: string
timeInForce: TimeInForce
trailAmount: (string | null)
trailPercent: (string | null)
}
/**
 * An order was accepted and its funds are reserved. Times are market times.
 * 
 * Orders of one `group_id` live and end together; `link` says what this one is to the others. The exits of a
 * bracket are `inactive`, and reserve nothing, until their entry fills.
 */
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
/**
 * An order was refused before it was one: by a rule of risk, for want of funds, by a halt.
 * 
 * `code`, `reason` and `risk_score` (0 to 100, where a rule refused it) are those of the call's answer;
 * `tool` is `place_order`, or `close_position`, whose `quantity` is null where all was to be sold. What an
 * exchange or the market refused later had been placed, and is cancelled.
 */
export interface OrderRejected {
agentId: (string | null)
code: string
executionId: string
orderType: OrderType
quantity: (string | null)
reason: string
riskScore: (number | null)
side: Side
symbol: string
tool: string
}
/**
 * The market reached the trigger of a waiting order, which went to the market as what it had waited for.
 * 
 * `stop_price` is the trigger as it was then; the fills that follow are at what the market had.
 */
export interface OrderTriggered {
accountId: string
agentId: (string | null)
groupId: (string | null)
marketTime: string
orderId: string
orderType: OrderType
side: Side
source: string
status: OrderStatus
stopPrice: (string | null)
symbol: string
}
/**
 * Many `trade.order_cancelled` of one owner that happened at once, where each alone would be a flood.
 */
export interface OrderCancelledTogether {
items: OrderCancelledPart[]
same?: OrderCancelledPart
}
/**
 * What one of many `trade.order_cancelled` says, or all of them.
 */
export interface OrderCancelledPart {
accountId?: string
agentId?: (string | null)
filledQuantity?: string
marketTime?: string
orderId?: string
reason?: string
source?: string
symbol?: string
}
/**
 * Many `trade.order_filled` of one owner that happened at once, where each alone would be a flood.
 */
export interface OrderFilledTogether {
items: OrderFilledPart[]
same?: OrderFilledPart
}
/**
 * What one of many `trade.order_filled` says, or all of them.
 */
export interface OrderFilledPart {
accountId?: string
agentId?: (string | null)
fee?: string
filledQuantity?: string
marketTime?: string
orderId?: string
price?: string
quantity?: string
realised?: string
side?: Side1
source?: string
status?: OrderStatus1
symbol?: string
}
/**
 * Many `trade.order_placed` of one owner that happened at once, where each alone would be a flood.
 */
export interface OrderPlacedTogether {
items: OrderPlacedPart[]
same?: OrderPlacedPart
}
/**
 * What one of many `trade.order_placed` says, or all of them.
 */
export interface OrderPlacedPart {
accountId?: string
agentId?: (string | null)
goodTill?: (string | null)
groupId?: (string | null)
limitPrice?: (string | null)
link?: Link2
orderId?: string
orderType?: OrderType1
placedAt?: string
postOnly?: boolean
quantity?: string
reduceOnly?: boolean
side?: Side2
source?: string
status?: OrderStatus2
stopPrice?: (string | null)
symbol?: string
timeInForce?: TimeInForce1
trailAmount?: (string | null)
trailPercent?: (string | null)
}
/**
 * Many `trade.order_rejected` of one owner that happened at once, where each alone would be a flood.
 */
export interface OrderRejectedTogether {
items: OrderRejectedPart[]
same?: OrderRejectedPart
}
/**
 * What one of many `trade.order_rejected` says, or all of them.
 */
export interface OrderRejectedPart {
agentId?: (string | null)
code?: string
executionId?: string
orderType?: OrderType2
quantity?: (string | null)
reason?: string
riskScore?: (number | null)
side?: Side3
symbol?: string
tool?: string
}
/**
 * An account no longer holds an instrument; `realised` is all the profit it made with it, before fees.
 */
export interface PositionClosed {
accountId: string
agentId: (string | null)
marketTime: string
realised: string
source: string
symbol: string
}
/**
 * An account holds an instrument that it did not hold before.
 */
export interface PositionOpened {
accountId: string
agentId: (string | null)
averagePrice: string
marketTime: string
quantity: string
source: string
symbol: string
}
/**
 * Many `trade.position_closed` of one owner that happened at once, where each alone would be a flood.
 */
export interface PositionClosedTogether {
items: PositionClosedPart[]
same?: PositionClosedPart
}
/**
 * What one of many `trade.position_closed` says, or all of them.
 */
export interface PositionClosedPart {
accountId?: string
agentId?: (string | null)
marketTime?: string
realised?: string
source?: string
symbol?: string
}
/**
 * Many `trade.position_opened` of one owner that happened at once, where each alone would be a flood.
 */
export interface PositionOpenedTogether {
items: PositionOpenedPart[]
same?: PositionOpenedPart
}
/**
 * What one of many `trade.position_opened` says, or all of them.
 */
export interface PositionOpenedPart {
accountId?: string
agentId?: (string | null)
averagePrice?: string
marketTime?: string
quantity?: string
source?: string
symbol?: string
}
/**
 * Money came from a trading account into a vault.
 */
export interface VaultDeposited {
agentId: (string | null)
amount: string
asset: string
vaultId: string
}
/**
 * A vault was opened or closed.
 */
export interface VaultUpdated {
agentId: (string | null)
status: string
vaultId: string
}
/**
 * Money went from a vault back to a trading account.
 */
export interface VaultWithdrawn {
agentId: (string | null)
amount: string
asset: string
vaultId: string
}
/**
 * What the server says of the stream itself.
 */
export interface NoticePayloads {
"connection.established": ConnectionEstablished
error: ErrorTold
pong: Pong
"stream.reset": StreamResetTold
"subscription.confirmed": SubscriptionConfirmed
}
/**
 * A socket was let in, as this actor.
 */
export interface ConnectionEstablished {
actorId: string
name: string
scopes: string[]
sessionId: string
}
/**
 * A message was refused, or, before a close, why the stream ends.
 */
export interface ErrorTold {
code: string
detail: string
errors?: ErrorPlace[]
}
/**
 * One reason tied to one place of a message, as a JSON pointer.
 */
export interface ErrorPlace {
pointer: string
reason: string
}
/**
 * The socket lives; `metadata.seq`, where the reader has everything, is how far the log is.
 */
export interface Pong {

}
/**
 * Not all that came after the cursor is there any more: fetch the state again, and go on from here.
 */
export interface StreamResetTold {
code: string
detail: string
}
/**
 * What was asked for by the last message, and all that is followed now; `metadata.seq` is from where.
 */
export interface SubscriptionConfirmed {
all: string[]
events: string[]
}
/**
 * What clients may say.
 */
export interface ClientPayloads {
"agent.create": CreateAgent
"agent.update": UpdateAgent
auth: Auth
"mcp.execute": Execute
ping: Ping
subscribe: Subscribe
"trade.execute": PlaceOrder
unsubscribe: Unsubscribe
}
export interface CreateAgent {
/**
 * Whether it gets a vault and DeFi tools.
 */
enable_defi?: boolean
/**
 * Whether it may use tools; without, it trades by hand only.
 */
enable_mcp?: boolean
/**
 * The farm it joins.
 */
farm_id?: (string | null)
/**
 * Cash it starts with, in its symbols' quote asset.
 */
initial_capital: (number | string)
interval?: Interval1
/**
 * What people call it.
 */
name: string
/**
 * Settings of its strategy; the rest are defaults.
 */
parameters?: {
[k: string]: unknown
}
/**
 * What it trades.
 * 
 * @minItems 1
 * @maxItems 20
 */
symbols?: [string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
/**
 * The kind of its strategy, such as momentum.
 */
type: string
/**
 * The market it trades on.
 */
venue?: string
}
export interface UpdateAgent {
agent_id: string
/**
 * Those settings of its strategy that change.
 */
parameters: {
[k: string]: unknown
}
}
/**
 * Bring a key, where none came with the connection; within five seconds.
 */
export interface Auth {
token: string
}
/**
 * Run a tool by its name, maybe as an agent; answered by `mcp.result` or `mcp.error`.
 */
export interface Execute {
agentId?: (string | null)
idempotencyKey?: (string | null)
parameters?: {
[k: string]: unknown
}
toolId: string
}
/**
 * Ask for a sign of life.
 */
export interface Ping {

}
/**
 * Follow events of these types and patterns, after a cursor or from now on.
 */
export interface Subscribe {
/**
 * @minItems 1
 * @maxItems 100
 */
events: [string, ...(string)[]]
filters?: (Filters | null)
since?: (string | null)
}
/**
 * Only events of these agents, farms or symbols; one, or a list.
 */
export interface Filters {
agentId?: (string | string[] | null)
farmId?: (string | string[] | null)
symbol?: (string | string[] | null)
}
export interface PlaceOrder {
/**
 * The account, where it is not an agent's or your own.
 */
account_id?: (string | null)
/**
 * The agent whose account it is; without it, your own.
 */
agent_id?: (string | null)
/**
 * Your own id of the order; the same id again answers the same order.
 */
client_order_id?: (string | null)
/**
 * Needed for `gtd`: a moment of the market's time.
 */
good_till?: (string | null)
/**
 * Needed for `limit` and `stop_limit`; `take_profit` may have one.
 */
limit_price?: ((number | string) | null)
/**
 * Make the stop of the pair a stop-limit.
 */
oco_stop_limit_price?: ((number | string) | null)
/**
 * Of a limit order: pair it with a stop of the same side; one cancels the other.
 */
oco_stop_price?: ((number | string) | null)
order_type?: OrderType3
/**
 * Cancel a limit order rather than let it take.
 */
post_only?: boolean
/**
 * Amount of the base asset, above zero, at most 18 decimals.
 */
quantity: (number | string)
/**
 * Refuse a sale of more than is held.
 */
reduce_only?: boolean
side: Side
/**
 * Then for no less than this, rather than at the market.
 */
stop_loss_limit_price?: ((number | string) | null)
/**
 * Of a buy: sell what it buys once the market falls to this.
 */
stop_loss_price?: ((number | string) | null)
/**
 * The trigger; needed for `stop`, `stop_limit`, `take_profit`.
 */
stop_price?: ((number | string) | null)
/**
 * A pair such as BTC/USD; BTC-USD, BTCUSD and btc-usd mean the same.
 */
symbol: string
/**
 * Of a buy: sell what it buys at this limit.
 */
take_profit_price?: ((number | string) | null)
time_in_force?: TimeInForce2
/**
 * How far a trailing stop stays behind, in the quote asset.
 */
trail_amount?: ((number | string) | null)
/**
 * How far a trailing stop stays behind, in percent.
 */
trail_percent?: (number | string | null)
}
/**
 * Give up patterns, as they were subscribed to.
 */
export interface Unsubscribe {
/**
 * @minItems 1
 * @maxItems 100
 */
events: [string, ...(string)[]]
}
/**
 * One event; `timestamp` is in milliseconds, `payload` as its type declares it.
 */
export interface EventMessage {
id: string
metadata: MessageMetadata
payload: {
[k: string]: unknown
}
source: string
target: string
timestamp: number
type: string
}
/**
 * Whom a message is about, the story it belongs to, and the cursor that stands right behind it.
 * 
 * What does not apply is left out: what passes, such as a tick, has no cursor.
 */
export interface MessageMetadata {
agentId?: string
causationId?: string
correlationId?: string
seq?: string
sessionId?: string
}

export type EventType = keyof EventPayloads

/**
 * One event as it arrives. What is ephemeral has no `seq`.
 */
export type Event<T extends EventType = EventType> = {
  [K in T]: Omit<EventMessage, "type" | "payload"> & { type: K; payload: EventPayloads[K] }
}[T]
