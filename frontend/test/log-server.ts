import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, WebSocket as Socket } from 'ws';

type Said = { type: string; payload: { events?: string[]; since?: string; filters?: object } };
type Logged = { seq: number; type: string; payload: object };

/** A local server that speaks the socket's protocol over real connections: it numbers a log and serves it by cursor. */
export class LogServer {
  readonly said: Said[] = [];
  private readonly log: Logged[] = [];
  private readonly followers = new Map<Socket, string[]>();
  private retainedFrom = 0;
  private readonly server = new WebSocketServer({ port: 0, host: '127.0.0.1' });

  constructor() {
    this.server.on('connection', (socket) => {
      this.tell(socket, 'connection.established', {}, this.head);
      socket.on('message', (data) => this.heed(socket, JSON.parse(String(data)) as Said));
      socket.on('close', () => this.followers.delete(socket));
    });
  }

  /** Answers when connections are taken. */
  async listening(): Promise<this> {
    if (!this.server.address()) await once(this.server, 'listening');
    return this;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private get head(): number {
    return this.log.at(-1)?.seq ?? 0;
  }

  append(type: string, payload: object): void {
    const event = { seq: this.head + 1, type, payload };
    this.log.push(event);
    this.followers.forEach((patterns, socket) => covers(patterns, type) && this.send(socket, event));
  }

  /** Forget what came before; cursors behind it are out of reach. */
  forget(): void {
    this.retainedFrom = this.head;
  }

  cut(code = 1012): void {
    this.server.clients.forEach((socket) => socket.close(code));
  }

  close(): void {
    this.server.clients.forEach((socket) => socket.terminate());
    this.server.close();
  }

  private heed(socket: Socket, said: Said): void {
    this.said.push(said);
    if (said.type !== 'subscribe') return;
    const events = said.payload.events ?? [];
    const since = said.payload.since === undefined ? this.head : Number(said.payload.since);
    this.tell(socket, 'subscription.confirmed', { events }, since);
    if (since < this.retainedFrom) this.tell(socket, 'stream.reset', { code: 'stream_reset' }, this.head);
    else this.log.filter(({ seq, type }) => seq > since && covers(events, type)).forEach((event) => this.send(socket, event));
    this.followers.set(socket, [...(this.followers.get(socket) ?? []), ...events]);
  }

  private send(socket: Socket, { seq, type, payload }: Logged): void {
    this.tell(socket, type, payload, seq);
  }

  private tell(socket: Socket, type: string, payload: object, seq: number): void {
    socket.send(JSON.stringify({ id: `${type}-${seq}`, timestamp: Date.now(), type, source: 'backend', payload, metadata: { seq: String(seq) } }));
  }
}

const covers = (patterns: string[], type: string) => patterns.some((each) => each === type || (each.endsWith('*') && type.startsWith(each.slice(0, -1))));
