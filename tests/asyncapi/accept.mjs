// Reads an AsyncAPI document from standard input and writes what the official parser has against it.
import { Parser } from '@asyncapi/parser';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { document, diagnostics } = await new Parser().parse(Buffer.concat(chunks).toString());
const faults = diagnostics.filter(({ severity }) => severity === 0).map(({ code, message, path }) => ({ code, message, path }));
if (!document && !faults.length) faults.push({ code: 'unread', message: 'The parser made no document of it.', path: [] });
process.stdout.write(JSON.stringify(faults));
