/** One deed of the protocol's own client, told as JSON on stdin; what it saw is written as JSON to stdout. */
import { HttpAgent, verifyEvents } from '@ag-ui/client';
import { EventSchemas } from '@ag-ui/core/schemas';
import { from, lastValueFrom, toArray } from 'rxjs';

const told = JSON.parse(await new Response(process.stdin).text());
const headers = { Authorization: `Bearer ${told.key}` };
const base = `${told.origin}/api/v1/agents/${told.agent}`;

/** Strictly: each event by its schema, all of them by the order that the protocol wants. */
async function verify(events) {
  for (const event of events) EventSchemas.parse(event);
  await lastValueFrom(from(events).pipe(verifyEvents(false), toArray()));
  return events;
}

/** Frames of a stream of server-sent events, until it ends or enough of them came. */
async function read(response, most = Infinity) {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const frames = [];
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const find = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (find('data')) frames.push({ id: Number(find('id')), event: JSON.parse(find('data')) });
      if (frames.length >= most) return frames;
    }
  }
  return frames;
}

const follow = (run, after) =>
  fetch(`${base}/runs/${run}/events`, {
    headers: { ...headers, Accept: 'text/event-stream', 'Last-Event-ID': String(after) },
  });

function client() {
  const agent = new HttpAgent({ url: `${base}/run`, headers, threadId: told.thread });
  agent.messages = told.text ? [{ id: `${told.run}-u`, role: 'user', content: told.text }] : [];
  return agent;
}

const deeds = {
  /** Ask, or answer an interrupt, and take the whole run. */
  async ask() {
    const agent = client();
    const types = [];
    let error = null;
    await agent
      .runAgent(
        { runId: told.run, resume: told.resume },
        {
          onEvent: ({ event }) => void types.push(event.type),
          onRunErrorEvent: ({ event }) => void (error = event.code),
        },
      )
      .catch((failure) => (error ??= failure.message));
    const frames = await read(await follow(told.run, 0));
    await verify(frames.map((frame) => frame.event));
    const { messages, state, pendingInterrupts } = agent;
    return { types, error, frames, messages, state, interrupts: pendingInterrupts ?? [] };
  },
  /** Ask, and go away after some events. */
  async leave() {
    const input = { threadId: told.thread, runId: told.run, messages: client().messages, tools: [], context: [] };
    const gone = new AbortController();
    const response = await fetch(`${base}/run`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify(input),
      signal: gone.signal,
    });
    const frames = await read(response, told.most);
    gone.abort();
    return { frames };
  },
  /** Come back with the last id, and verify the whole of what came before and after. */
  async return() {
    const after = told.frames.at(-1).id;
    const missed = await read(await follow(told.run, after));
    await verify([...told.frames, ...missed].map((frame) => frame.event));
    return { frames: missed };
  },
  /** That the verifier can refuse at all. */
  async invent() {
    const events = [
      { type: 'RUN_STARTED', threadId: 't', runId: 'r' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'never begun', delta: 'x' },
    ];
    const refused = await verify(events).then(() => '', (failure) => failure.message);
    return { refused };
  },
};

process.stdout.write(JSON.stringify(await deeds[told.deed]()));
process.exit(0);
