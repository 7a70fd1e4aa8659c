/** One AG-UI event, as far as a transcript needs to know it. */
export type RunEvent = { type: string; [field: string]: unknown };
export type Placed = { place: number; event: RunEvent };

export type Piece =
  | { kind: 'text' | 'reasoning'; id: string; text: string; isOpen: boolean }
  | { kind: 'tool'; id: string; name: string; args: string; result: string | null; isOpen: boolean };

export type Interrupt = { id: string; message?: string; toolCallId?: string; metadata?: { tool?: string; arguments?: unknown } };
export type Transcript = {
  place: number;
  status: 'waiting' | 'running' | 'finished' | 'interrupted' | 'cancelled' | 'failed';
  step: string | null;
  pieces: Piece[];
  state: unknown;
  interrupts: Interrupt[];
  error: string | null;
};

export const BLANK: Transcript = { place: 0, status: 'waiting', step: null, pieces: [], state: null, interrupts: [], error: null };

/** Whether an event is the next of a transcript; what came before is known, what comes later was preceded by something missed. */
export const isNext = (known: Transcript, { place }: Placed) => place === known.place + 1;

/** A transcript after one more event; one that is heard twice, or too early, changes nothing. */
export function add(known: Transcript, placed: Placed): Transcript {
  if (!isNext(known, placed)) return known;
  return { ...read(known, placed.event), place: placed.place };
}

function read(known: Transcript, event: RunEvent): Transcript {
  const text = (field: string) => String(event[field] ?? '');
  const open = (piece: Piece) => ({ ...known, pieces: [...known.pieces, piece] });
  switch (event.type) {
    case 'RUN_STARTED':
      return { ...known, status: 'running' };
    case 'STEP_STARTED':
      return { ...known, step: text('stepName') };
    case 'STEP_FINISHED':
      return { ...known, step: null };
    case 'TEXT_MESSAGE_START':
      return open({ kind: 'text', id: text('messageId'), text: '', isOpen: true });
    case 'REASONING_MESSAGE_START':
      return open({ kind: 'reasoning', id: text('messageId'), text: '', isOpen: true });
    case 'TOOL_CALL_START':
      return open({ kind: 'tool', id: text('toolCallId'), name: text('toolCallName'), args: '', result: null, isOpen: true });
    case 'TEXT_MESSAGE_CONTENT':
    case 'REASONING_MESSAGE_CONTENT':
      return change(known, text('messageId'), (piece) => (piece.kind === 'tool' ? piece : { ...piece, text: piece.text + text('delta') }));
    case 'TOOL_CALL_ARGS':
      return change(known, text('toolCallId'), (piece) => (piece.kind === 'tool' ? { ...piece, args: piece.args + text('delta') } : piece));
    case 'TEXT_MESSAGE_END':
    case 'REASONING_MESSAGE_END':
      return change(known, text('messageId'), (piece) => ({ ...piece, isOpen: false }));
    case 'TOOL_CALL_END':
      return change(known, text('toolCallId'), (piece) => ({ ...piece, isOpen: false }));
    case 'TOOL_CALL_RESULT':
      return withResult(known, text('toolCallId'), text('content'));
    case 'STATE_SNAPSHOT':
      return { ...known, state: event.snapshot };
    case 'STATE_DELTA':
      return { ...known, state: patched(known.state, event.delta as Operation[]) };
    case 'RUN_FINISHED':
      return { ...known, step: null, ...ending(event.outcome as Outcome | undefined) };
    case 'RUN_ERROR':
      return { ...known, status: 'failed', step: null, error: text('message') };
    default:
      return known;
  }
}

type Outcome = { type: 'success' | 'interrupt' | 'cancelled'; interrupts?: Interrupt[] };

function ending(outcome: Outcome | undefined): Pick<Transcript, 'status' | 'interrupts'> {
  if (outcome?.type === 'interrupt') return { status: 'interrupted', interrupts: outcome.interrupts ?? [] };
  return { status: outcome?.type === 'cancelled' ? 'cancelled' : 'finished', interrupts: [] };
}

function change(known: Transcript, id: string, how: (piece: Piece) => Piece): Transcript {
  return { ...known, pieces: known.pieces.map((piece) => (piece.id === id ? how(piece) : piece)) };
}

/** A result may answer a call of an earlier run, which a person approved. */
function withResult(known: Transcript, id: string, result: string): Transcript {
  if (known.pieces.some((piece) => piece.id === id)) return change(known, id, (piece) => (piece.kind === 'tool' ? { ...piece, result } : piece));
  return { ...known, pieces: [...known.pieces, { kind: 'tool', id, name: 'approved call', args: '', result, isOpen: false }] };
}

type Operation = { op: string; path: string; value?: unknown };

/** JSON Patch (RFC 6902), as far as the platform sends it: adding, replacing and removing members of objects. */
export function patched(state: unknown, operations: Operation[]): unknown {
  return operations.reduce((known, { op, path, value }) => {
    const names = path.split('/').slice(1).map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'));
    return op === 'remove' ? without(known, names) : withValue(known, names, value);
  }, state);
}

function withValue(state: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (name === undefined) return value;
  const members = (state ?? {}) as Record<string, unknown>;
  return { ...members, [name]: withValue(members[name], rest, value) };
}

function without(state: unknown, [name, ...rest]: string[]): unknown {
  const members = { ...(state as Record<string, unknown>) };
  if (name === undefined) return state;
  if (rest.length) members[name] = without(members[name], rest);
  else delete members[name];
  return members;
}
