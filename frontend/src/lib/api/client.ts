import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '@shared/api';
import { newId } from '@/lib/ids';
import { Problem } from './problem';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

function cookie(name: string): string | undefined {
  const found = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}

/** Writes carry the CSRF token of the session and a key under which a repeated request is the same request. */
const writing: Middleware = {
  onRequest({ request }) {
    if (SAFE.has(request.method)) return request;
    const token = cookie('csrftoken');
    if (token) request.headers.set('X-CSRFToken', token);
    if (!request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', newId());
    return request;
  },
};

const refusing: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return response;
    throw await Problem.read(response);
  },
  onError() {
    return Problem.unreachable();
  },
};

export const api = createClient<paths>({
  baseUrl: typeof window === 'undefined' ? 'http://localhost' : window.location.origin,
  credentials: 'same-origin',
  cache: 'no-store',
});
api.use(writing, refusing);

/** The body of a successful answer; refusals have been thrown as Problem. */
export async function read<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}
