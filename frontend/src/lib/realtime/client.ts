import { newId } from '@/lib/ids';
import { delayBefore } from './backoff';
import { parseMessage, type Covered, type Event, type EventType, type Message, type Pattern } from './messages';
import { matches } from './patterns';

export type Status = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'refused' | 'closed';
export type Snapshot = { status: Status; attempt: number };
type Handler = (event: Event) => void;

const PING_EVERY = 20_000;
const SILENT_AFTER = 45_000;
/** Closed for good: not signed in, or a page that may not connect. */
const REFUSED = new Set([4401, 4403]);
const NOTICES = new Set(['connection.established', 'subscription.confirmed', 'pong', 'error', 'stream.reset']);

/**
 * The one socket of the page. After any disconnect it connects again and resumes behind the last event it saw,
 * so that handlers hear every event of the log once and in order.
 */
export class RealtimeClient {
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private symbols = new Map<string, number>();
  private handlers = new Map<string, Set<Handler>>();
  private everything = new Set<(message: Message) => void>();
  private watchers = new Set<() => void>();
  private resets = new Set<() => void>();
  private retry: ReturnType<typeof setTimeout> | null = null;
  private heart: ReturnType<typeof setInterval> | null = null;
  private heardAt = 0;
  private snapshot: Snapshot = { status: 'idle', attempt: 0 };

  /** `follows` are the patterns that are always subscribed to; what handlers ask for beyond them is added. */
  constructor(
    private readonly url: () => string,
    private readonly follows: readonly string[] = [],
    private readonly open: (url: string) => WebSocket = (url) => new WebSocket(url),
  ) {}

  connect = (): void => {
    if (this.socket) return;
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
    this.tell({ status: this.snapshot.attempt ? 'reconnecting' : 'connecting' });
    const socket = this.open(this.url());
    this.socket = socket;
    socket.onmessage = (frame) => this.socket === socket && this.onFrame(String(frame.data));
    socket.onclose = (close) => this.socket === socket && this.onClose(close.code);
  };

  disconnect = (): void => {
    const socket = this.socket;
    this.socket = null;
    this.rest();
    socket?.close(1000);
    this.tell({ status: 'closed', attempt: 0 });
  };

  /** Hear the events of a pattern from now on; answers how to stop. */
  subscribe = <P extends Pattern>(pattern: P, handler: (event: Event<Covered<P>>) => void): (() => void) => {
    const heard = this.handlers.get(pattern) ?? new Set<Handler>();
    if (!heard.size && !this.isFollowed(pattern)) this.send('subscribe', { events: [pattern] });
    this.handlers.set(pattern, heard.add(handler as Handler));
    return () => {
      heard.delete(handler as Handler);
      if (heard.size) return;
      this.handlers.delete(pattern);
      if (!this.isFollowed(pattern)) this.send('unsubscribe', { events: [pattern] });
    };
  };

  /** Hear the market of one symbol; answers how to stop. */
  followSymbol = (symbol: string): (() => void) => {
    this.symbols.set(symbol, (this.symbols.get(symbol) ?? 0) + 1);
    this.followMarket();
    return () => {
      const left = (this.symbols.get(symbol) ?? 1) - 1;
      if (left) this.symbols.set(symbol, left);
      else this.symbols.delete(symbol);
      this.followMarket();
    };
  };

  /** Send one message; answers its id, which the answer to a command carries as `correlationId`. */
  sendMessage = (type: string, payload: Record<string, unknown>): string => this.send(type, payload);

  onMessage = (listener: (message: Message) => void) => subscribeTo(this.everything, listener);
  onChange = (listener: () => void) => subscribeTo(this.watchers, listener);
  /** Told when events may have been missed (at the start, and beyond retention): cached state must be fetched again. */
  onReset = (listener: () => void) => subscribeTo(this.resets, listener);
  getSnapshot = (): Snapshot => this.snapshot;
  /** When the backend was last heard, in milliseconds; 0 is never. */
  lastHeard = (): number => this.heardAt;

  private send(type: string, payload: Record<string, unknown>): string {
    const id = newId();
    const message = { id, type, timestamp: Date.now(), source: 'frontend', target: 'backend', payload, metadata: {} };
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
    return id;
  }

  private onFrame(text: string): void {
    const message = parseMessage(text);
    if (!message) return;
    this.heardAt = Date.now();
    if (NOTICES.has(message.type)) this.onNotice(message);
    else this.onEvent(message as Event);
    this.everything.forEach((listener) => listener(message));
  }

  private onEvent(event: Event): void {
    if (event.metadata.seq) this.cursor = event.metadata.seq;
    for (const [pattern, heard] of this.handlers) {
      if (matches(pattern, event.type)) heard.forEach((handler) => handler(event));
    }
  }

  private onNotice({ type, metadata }: Message): void {
    if (type === 'connection.established') return this.onAdmitted();
    const isFirst = type === 'subscription.confirmed' && this.cursor === null;
    if (isFirst || type === 'stream.reset') {
      this.cursor = metadata.seq ?? this.cursor;
      this.resets.forEach((listener) => listener());
    } else if (type === 'pong' && metadata.seq) {
      this.cursor = metadata.seq;
    }
  }

  /** One subscription for all that is in the log, so that one cursor says how far this page has come. */
  private onAdmitted(): void {
    this.tell({ status: 'open', attempt: 0 });
    const asked = [...this.handlers.keys()].filter((pattern) => !this.isFollowed(pattern));
    const events = [...this.follows, ...asked];
    if (events.length) this.send('subscribe', this.cursor === null ? { events } : { events, since: this.cursor });
    if (this.symbols.size) this.followMarket(true);
    this.heart = setInterval(() => this.beat(), PING_EVERY);
  }

  private onClose(code: number): void {
    this.socket = null;
    this.rest();
    if (REFUSED.has(code)) return this.tell({ status: 'refused', attempt: 0 });
    const attempt = this.snapshot.attempt + 1;
    this.tell({ status: 'reconnecting', attempt });
    this.retry = setTimeout(this.connect, delayBefore(attempt));
  }

  /** A connection can die without a word; a silent one is given up. */
  private beat(): void {
    if (Date.now() - this.heardAt < SILENT_AFTER) return void this.send('ping', {});
    const socket = this.socket;
    this.onClose(1006);
    socket?.close();
  }

  private followMarket(isFresh = false): void {
    const events = ['market.tick', 'market.candle'];
    if (!isFresh) this.send('unsubscribe', { events });
    if (this.symbols.size) this.send('subscribe', { events, filters: { symbol: [...this.symbols.keys()] } });
  }

  private isFollowed(pattern: string): boolean {
    return pattern.startsWith('market.') || pattern === '*' || this.follows.some((each) => matches(each, pattern));
  }

  private rest(): void {
    if (this.heart) clearInterval(this.heart);
    if (this.retry) clearTimeout(this.retry);
    this.heart = this.retry = null;
  }

  private tell(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.watchers.forEach((listener) => listener());
  }
}

function subscribeTo<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export type { EventType };
