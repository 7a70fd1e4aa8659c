import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { proxy } from './proxy';

const target = (path: string) => proxy(new NextRequest(new URL(path, 'http://localhost:3000'))).headers.get('x-middleware-rewrite');

describe('the proxy', () => {
  it.each([
    ['/ws', 'http://127.0.0.1:8001/ws'],
    ['/mcp?toolset=all', 'http://127.0.0.1:8001/mcp?toolset=all'],
    ['/.well-known/oauth-protected-resource/mcp', 'http://127.0.0.1:8001/.well-known/oauth-protected-resource/mcp'],
    ['/api/v1/system/events/stream?after=7', 'http://127.0.0.1:8001/api/v1/system/events/stream?after=7'],
    ['/api/v1/system/events', 'http://127.0.0.1:8000/api/v1/system/events'],
    ['/api/v1/agents', 'http://127.0.0.1:8000/api/v1/agents'],
  ])('hands %s to its process', (path, origin) => {
    expect(target(path)).toBe(origin);
  });

  it('keeps paths of the console', () => {
    expect(target('/sign-in')).toBeNull();
    expect(target('/mcpx')).toBeNull();
  });
});
