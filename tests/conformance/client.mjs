// The official TypeScript client against a server of ours; prints what it saw as JSON.
// node client.mjs <address> <key> <protocol version>
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [address, key, revision] = process.argv.slice(2);
const isModern = revision >= '2026-07-28';

/** A client of the revision that was asked for. */
async function connect(url = address) {
  const mode = isModern ? { pin: revision } : 'legacy';
  const client = new Client({ name: 'cival-tests', version: '1.0.0' }, { versionNegotiation: { mode } });
  const requestInit = { headers: { Authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return client;
}

/** Every tool, page by page: how many each page had, and the names. */
async function pages(client) {
  const sizes = [];
  const names = [];
  let cursor;
  do {
    const page = await client.request({ method: 'tools/list', params: cursor ? { cursor } : {} });
    sizes.push(page.tools.length);
    names.push(...page.tools.map((tool) => tool.name));
    cursor = page.nextCursor;
  } while (cursor);
  return { sizes, names };
}

/** A call that no worker takes, given up after a moment. */
async function cancel(client) {
  const stop = new AbortController();
  setTimeout(() => stop.abort('enough'), 1500);
  try {
    await client.callTool({ name: 'wait_turn', arguments: { name: revision } }, { signal: stop.signal });
    return 'answered';
  } catch (error) {
    return String(error?.name ?? error);
  }
}

const client = await connect();
const everything = await connect(`${address}?toolset=all`);
const seen = {
  tools: (await client.listTools()).tools.map((tool) => tool.name),
  pages: await pages(everything),
  echo: (await client.callTool({ name: 'echo_words', arguments: { words: 'hello', amount: '1.10' } })).structuredContent,
  refused: await client.callTool({ name: 'echo_words', arguments: { words: 5, amount: '1' } }),
  cancelled: await cancel(client),
};
await client.listTools(); // closing would also give up the notice that is still under way
await Promise.all([client.close(), everything.close()]);
console.log(JSON.stringify(seen));
