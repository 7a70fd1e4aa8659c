import { NextResponse, type NextRequest } from 'next/server';

/** Paths that the backend serves. The browser sees one origin, so its session cookie and CSRF token just work. */
const API = /^\/(api|admin|static|health)(\/|$)/;
const SOCKET = /^\/(ws|mcp|\.well-known\/oauth-protected-resource)(\/|$)/;
/** Streams that last wait in the process of the sockets, where they cost no thread. */
const STREAM = /^\/api\/v1\/(agents\/[^/]+\/(run|runs\/[^/]+\/events)|system\/events\/stream)$/;
const PUBLIC = /^\/(sign-in|icon)/;
const SESSION_COOKIE = 'sessionid';

const apiOrigin = () => process.env.API_ORIGIN ?? 'http://127.0.0.1:8000';
const socketOrigin = () => process.env.WS_ORIGIN ?? 'http://127.0.0.1:8001';

export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (SOCKET.test(pathname) || STREAM.test(pathname)) return forward(socketOrigin(), pathname, search);
  if (API.test(pathname)) return forward(apiOrigin(), pathname, search);
  if (PUBLIC.test(pathname) || request.cookies.has(SESSION_COOKIE)) return NextResponse.next();
  return toSignIn(request);
}

function forward(origin: string, pathname: string, search: string): NextResponse {
  return NextResponse.rewrite(new URL(pathname + search, origin));
}

/** Only a convenience that spares a flash of an empty console: who may see what is decided by the backend. */
function toSignIn(request: NextRequest): NextResponse {
  const target = request.nextUrl.clone();
  target.pathname = '/sign-in';
  target.search = '';
  const wanted = request.nextUrl.pathname + request.nextUrl.search;
  if (wanted !== '/') target.searchParams.set('next', wanted);
  return NextResponse.redirect(target);
}

export const config = { matcher: ['/((?!_next/).*)'] };
