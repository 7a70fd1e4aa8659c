import type { Event, EventMessage, EventType } from '@shared/events';

export type { Event, EventType };

/** The types that a pattern covers: `agent.*`, `agent.status`, `*`. */
export type Covered<P extends string> = P extends '*'
  ? EventType
  : P extends `${infer Area}.*`
    ? Extract<EventType, `${Area}.${string}`>
    : Extract<EventType, P>;

export type Pattern = '*' | EventType | (EventType extends `${infer Area}.${string}` ? `${Area}.*` : never);

/** An event, or what the socket says beside events. */
export type Message = Event | EventMessage;

export function parseMessage(text: string): Message | null {
  const said: unknown = JSON.parse(text);
  if (said === null || typeof said !== 'object' || !('type' in said)) return null;
  return { metadata: {}, payload: {}, ...said } as Message;
}
