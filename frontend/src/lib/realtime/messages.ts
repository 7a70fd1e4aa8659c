import type { EventPayloads } from '@shared/events';

export type EventType = keyof EventPayloads;
export type Metadata = { agentId?: string; correlationId?: string; causationId?: string; seq?: string };

/** One event as it arrives; `seq` is the opaque cursor of the log, absent on passing facts such as ticks. */
export type Event<T extends EventType = EventType> = {
  [K in T]: { id: string; timestamp: number; type: K; source: string; payload: EventPayloads[K]; metadata: Metadata };
}[T];

/** The types that a pattern covers: `agent.*`, `agent.status`, `*`. */
export type Covered<P extends string> = P extends '*'
  ? EventType
  : P extends `${infer Area}.*`
    ? Extract<EventType, `${Area}.${string}`>
    : Extract<EventType, P>;

export type Pattern = '*' | EventType | (EventType extends `${infer Area}.${string}` ? `${Area}.*` : never);

/** Everything else that the socket says. */
export type Notice = { id: string; timestamp: number; type: string; payload: Record<string, unknown>; metadata: Metadata };

export type Message = Event | Notice;

export function parseMessage(text: string): Message | null {
  const said: unknown = JSON.parse(text);
  if (said === null || typeof said !== 'object' || !('type' in said)) return null;
  return { metadata: {}, payload: {}, ...said } as Message;
}
