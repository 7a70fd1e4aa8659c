/** RFC 9457 problem documents, as every refusal of the API arrives. */
export type FieldProblem = { pointer: string; reason: string };

type Document = {
  status?: number;
  title?: string;
  detail?: string;
  code?: string;
  errors?: FieldProblem[];
  correlationId?: string;
};

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: FieldProblem[];
  readonly correlationId: string | null;
  readonly retryAfter: number | null;

  constructor(document: Document, retryAfter: string | null = null) {
    super(document.detail ?? document.title ?? 'The platform refused without a reason.');
    this.name = 'Problem';
    this.status = document.status ?? 0;
    this.code = document.code ?? 'unknown';
    this.title = document.title ?? 'Refused';
    this.errors = document.errors ?? [];
    this.correlationId = document.correlationId ?? null;
    this.retryAfter = retryAfter === null ? null : Number(retryAfter);
  }

  /** Whether the same request may succeed later without anybody changing it. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The reason for a field, by its last name: `initial_capital` of `/initial_capital`. */
  reasonFor(field: string): string | undefined {
    return this.errors.find((each) => each.pointer.split('/').at(-1) === field)?.reason;
  }

  static unreachable(status = 0): Problem {
    return new Problem({ status, code: 'unreachable', title: 'Unreachable', detail: 'The platform does not answer.' });
  }

  static of(error: unknown): Problem {
    if (error instanceof Problem) return error;
    return new Problem({ status: 0, code: 'client', title: 'Unexpected', detail: String(error) });
  }

  /** Of an answer that is not a success; proxies in between may answer with something else than a problem. */
  static async read(response: Response): Promise<Problem> {
    const retryAfter = response.headers.get('Retry-After');
    const isProblem = response.headers.get('Content-Type')?.includes('json') ?? false;
    if (isProblem) return new Problem({ status: response.status, ...((await response.json()) as Document) }, retryAfter);
    if (response.status >= 500) return Problem.unreachable(response.status);
    return new Problem({ status: response.status, title: response.statusText }, retryAfter);
  }
}
