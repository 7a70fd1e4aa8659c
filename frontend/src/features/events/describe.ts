import type { Event } from '@/lib/realtime/messages';
import { formatMoney, formatPrice, formatQuantity, humanise, plural } from '@/lib/format';

export type Tone = 'good' | 'bad' | 'calm';
export type Description = { text: string; tone: Tone };

const calm = (text: string): Description => ({ text, tone: 'calm' });
const good = (text: string): Description => ({ text, tone: 'good' });
const bad = (text: string): Description => ({ text, tone: 'bad' });

const MOST = 3;
const listed = (names: string[]): string => (names.length > MOST ? `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more` : names.join(', '));

type Describe = { [T in Event['type']]?: (payload: Extract<Event, { type: T }>['payload']) => Description };

const DESCRIBE: Describe = {
  'agent.create': (e) => good(`${e.name} was created with ${formatMoney(e.initialCapital)}`),
  'agent.status': (e) => (e.status === 'error' ? bad : calm)(`Agent ${e.previous} → ${e.status}${e.reason ? `: ${e.reason}` : ''}`),
  'agent.decision': (e) => calm(`${e.symbol}: ${e.sentence}`),
  'agent.decisions': (e) => calm(`${plural(e.decisions.length, 'agent')} decided on ${e.interval} bars`),
  'agent.lag': (e) => bad(`${plural(e.agents, 'agent')} did not decide on ${plural(e.bars, 'bar')} of ${e.interval}`),
  'agent.error': (e) => bad(`Stands still: ${e.detail}`),
  'agent.update': (e) => calm(`Configuration version ${e.version}`),
  'run.started': (e) => calm(`Run ${e.runId} began`),
  'run.ended': (e) => (e.status === 'failed' ? bad : calm)(`Run ${e.runId} ${e.status}${e.code ? `: ${humanise(e.code)}` : ''}`),
  'trade.order_placed': (e) => calm(`${humanise(e.side)} ${formatQuantity(e.quantity)} ${e.symbol} ${e.limitPrice ? `at ${formatPrice(e.limitPrice)}` : 'at market'} placed`),
  'trade.order_filled': (e) => good(`${e.side === 'buy' ? 'Bought' : 'Sold'} ${formatQuantity(e.quantity)} ${e.symbol} at ${formatPrice(e.price)}`),
  'trade.order_cancelled': (e) => calm(`${e.symbol} order ended: ${humanise(e.reason)}`),
  'trade.order_rejected': (e) => bad(`${humanise(e.side)} ${e.quantity ? `${formatQuantity(e.quantity)} ` : ''}${e.symbol} refused: ${e.reason}`),
  'trade.position_opened': (e) => calm(`${e.symbol} position opened at ${formatPrice(e.averagePrice)}`),
  'trade.position_closed': (e) => calm(`${e.symbol} position closed with ${formatMoney(e.realised, 'USD', { signed: true })}`),
  'vault.deposit': (e) => good(`${formatQuantity(e.amount)} ${e.asset} into the vault`),
  'vault.withdrawal': (e) => calm(`${formatQuantity(e.amount)} ${e.asset} out of the vault`),
  'vault.update': (e) => calm(`Vault is ${e.status}`),
  'saga.started': (e) => calm(`${humanise(e.name)} began`),
  'saga.step': (e) => (e.status === 'FAILED' ? bad : calm)(`${humanise(e.name)}: ${humanise(e.step)} ${e.status.toLowerCase()}`),
  'saga.completed': (e) => good(`${humanise(e.name)} completed`),
  'saga.compensated': (e) => bad(`${humanise(e.name)} was taken back: ${e.reason}`),
  'saga.failed': (e) => bad(`${humanise(e.name)} needs a person: ${e.reason}`),
  'mcp.execute': (e) => calm(`${humanise(e.tool)} requested`),
  'mcp.result': (e) => calm(`${humanise(e.tool)} succeeded`),
  'mcp.error': (e) => bad(`${humanise(e.tool)}: ${e.reason}`),
  'system.kill_switch': (e) => (e.engaged ? bad : good)(`Kill switch ${e.engaged ? 'engaged' : 'released'}: ${e.reason}`),
  'system.health': (e) => (e.overall === 'healthy' ? good : bad)(`Platform ${e.overall}, ${e.score} of 100: ${listed(e.changed.map(({ name, status }) => `${humanise(name)} ${status ?? 'left out'}`))}`),
  'system.alert': (e) => (e.status === 'OPEN' ? bad : calm)(`${e.title}: ${humanise(e.status)}`),
  'system.kill_switch_progress': (e) => calm(`Kill switch: ${plural(e.ordersLeft ?? 0, 'order')} and ${plural(e.positionsLeft ?? 0, 'position')} left`),
  'system.configuration': (e) => calm(e.isSet ? `${e.key} is now ${JSON.stringify(e.value)}` : `${e.key} was taken back`),
  'system.schedule': (e) => calm(e.enabled ? `${e.name} runs every ${e.every} s` : `${e.name} is turned off`),
  'system.projection': (e) => (e.status === 'FAILED' ? bad : good)(`${e.projection} was ${e.status === 'FAILED' ? `not built anew: ${e.reason}` : 'built anew'}`),
  'system.error': (e) => bad(`${e.subscriber} could not take ${e.eventType}: ${e.error}`),
  'portfolio.risk_alert': (e) => bad(e.detail),
  'portfolio.update': (e) => calm(`${plural(e.accounts.length, 'account')} changed`),
};

/** Events of many: the type of their items, what they are, and what happened to them. */
const MANY: { [T in Event['type']]?: [one: Event['type'], what: string, happened: string, tell: typeof calm] } = {
  'trade.orders_placed': ['trade.order_placed', 'order', 'placed', calm],
  'trade.orders_filled': ['trade.order_filled', 'order', 'filled', good],
  'trade.orders_cancelled': ['trade.order_cancelled', 'order', 'ended', calm],
  'trade.orders_rejected': ['trade.order_rejected', 'order', 'refused', bad],
  'trade.positions_opened': ['trade.position_opened', 'position', 'opened', calm],
  'trade.positions_closed': ['trade.position_closed', 'position', 'closed', calm],
  'mcp.executes': ['mcp.execute', 'call', 'requested', calm],
  'mcp.results': ['mcp.result', 'call', 'succeeded', calm],
  'mcp.errors': ['mcp.error', 'call', 'failed', bad],
};

/** What an event says, in a sentence. */
export function describe(event: Event): Description {
  const many = MANY[event.type];
  if (many) return describeMany(many, event.payload as Together);
  const found = DESCRIBE[event.type] as ((payload: Event['payload']) => Description) | undefined;
  return found ? found(event.payload) : calm(humanise(event.type));
}

/** What many say: all of them the same, and each its own. */
type Together = { same?: object; items: object[] };

/** A reader who asks for one agent gets its items: a single one reads as if it had been told alone. */
function describeMany([one, what, happened, tell]: NonNullable<(typeof MANY)[Event['type']]>, { same, items }: Together): Description {
  if (items.length === 1) return describe({ type: one, payload: { ...same, ...items[0] } } as Event);
  return tell(`${plural(items.length, what)} ${happened}`);
}
