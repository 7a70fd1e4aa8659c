import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import type { Agent, AuditExport, Backtest, Page } from '@/lib/api/types';
import type { RealtimeClient } from './client';
import type { Covered, Event, Pattern } from './messages';

/** How long events are collected before what they made stale is asked for again; `SELDOM` for what costs more. */
const SOON = 400;
const SELDOM = 5000;

type Rule = { pattern: Pattern; stale: (event: Event) => QueryKey[]; within: number };

function rule<P extends Pattern>(pattern: P, stale: (event: Event<Covered<P>>) => QueryKey[], within = SOON): Rule {
  return { pattern, stale: stale as Rule['stale'], within };
}

const ofAgent = (id: string | null): QueryKey[] => (id ? [keys.agent(id)] : []);

/** Which cached answers each event makes stale. */
const RULES: Rule[] = [
  rule('agent.create', () => [keys.agents, keys.portfolio]),
  rule('agent.status', ({ payload }) => [keys.agentList, ...ofAgent(payload.agentId)]),
  rule('agent.update', ({ payload }) => ofAgent(payload.agentId)),
  rule('agent.error', ({ payload }) => [keys.agentList, ...ofAgent(payload.agentId)]),
  rule('farm.*', () => [keys.farms, keys.agentList]),
  rule('agent.decision', ({ payload }) => [keys.decisions(payload.agentId)]),
  rule('todo.*', ({ payload }) => [keys.todos(payload.agentId)]),
  rule('agent.message', ({ payload }) => [keys.messages(payload.agentId)]),
  rule('agent.checkpoint', ({ payload }) => [keys.checkpoints(payload.agentId)]),
  rule('goal.*', () => [keys.allGoals]),
  rule('agent.performance', () => [keys.measured], SELDOM),
  rule('agent.decisions', ({ payload }) => payload.decisions.map((each) => keys.decisions(each.agentId))),
  rule('run.*', ({ payload }) => [keys.runsOf(payload.agentId)]),
  rule('trade.*', () => [keys.orders, keys.fills]),
  rule('portfolio.update', () => [keys.portfolio, keys.agentList]),
  rule('agent.create', () => [keys.equity], SELDOM),
  rule('portfolio.update', () => [keys.equity], SELDOM),
  rule('portfolio.funding', () => [keys.portfolio, keys.equity]),
  rule('portfolio.correction', () => [keys.portfolio, keys.equity]),
  rule('trade.order_filled', () => [keys.journal], SELDOM),
  rule('trade.orders_filled', () => [keys.journal], SELDOM),
  rule('market.price_alert', () => [keys.priceAlerts]),
  rule('backtest.finished', () => [keys.backtests]),
  rule('vault.*', () => [keys.vaults, keys.portfolio]),
  rule('mcp.*', () => [keys.executions]),
  rule('mcp.result', ({ payload }) => (payload.tool === 'export_audit_log' ? [keys.auditExports] : [])),
  rule('mcp.error', ({ payload }) => (payload.tool === 'export_audit_log' ? [keys.auditExports] : [])),
  rule('mcp.approval_requested', () => [keys.approvals]),
  rule('mcp.approval_resolved', () => [keys.approvals]),
  rule('mcp.question_asked', () => [keys.questions]),
  rule('mcp.question_closed', () => [keys.questions]),
  rule('saga.*', () => [keys.sagas]),
  rule('system.projection', () => [keys.subscribers]),
  rule('system.alert', () => [keys.alerts]),
  rule('system.health', () => [keys.health]),
  rule('system.kill_switch', () => [keys.killSwitch]),
  rule('system.kill_switch_progress', () => [keys.killSwitch]),
];

/** Keep the cache in step with the log; what events say outright is written at once, the rest is asked for again. */
export function keepFresh(client: RealtimeClient, cache: QueryClient): () => void {
  const invalidate = (stale: QueryKey[]) => {
    for (const queryKey of stale) void cache.invalidateQueries({ queryKey });
  };
  const batches = new Map([SOON, SELDOM].map((within) => [within, batched(invalidate, within)]));
  const stops = [
    client.subscribe('agent.status', (event) => patchStatus(cache, event)),
    client.subscribe('backtest.progress', (event) => patchProgress(cache, event)),
    client.subscribe('mcp.progress', (event) => patchExport(cache, event)),
    ...RULES.map(({ pattern, stale, within }) => client.subscribe(pattern, (event) => batches.get(within)!.add(stale(event as Event)))),
    client.onReset(() => void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] })),
    ...[...batches.values()].map(({ stop }) => stop),
  ];
  return () => stops.forEach((stop) => stop());
}

function patchStatus(cache: QueryClient, { payload }: Event<'agent.status'>): void {
  const patch = (agent: Agent): Agent => (agent.id === payload.agentId ? { ...agent, status: payload.status } : agent);
  cache.setQueriesData<Agent>({ queryKey: keys.agent(payload.agentId), exact: true }, (agent) => agent && patch(agent));
  cache.setQueriesData<Page<Agent>>({ queryKey: keys.agentList }, (page) => page && { ...page, results: page.results.map(patch) });
}

/** How far a backtest has come; one that the list does not have yet has just been asked for. */
function patchProgress(cache: QueryClient, { payload: { backtestId, progress } }: Event<'backtest.progress'>): void {
  const isIt = ({ id, finishedAt }: Backtest) => id === backtestId && !finishedAt;
  const patch = (run: Backtest): Backtest => (isIt(run) ? { ...run, status: 'running', progress } : run);
  cache.setQueriesData<Backtest>({ queryKey: keys.backtest(backtestId), exact: true }, (run) => run && patch(run));
  const list = cache.getQueryData<Paged<Backtest>>(keys.backtestList);
  if (!list) return;
  if (list.pages.some((page) => page.results.some(({ id }) => id === backtestId))) cache.setQueryData(keys.backtestList, eachOf(list, patch));
  else void cache.invalidateQueries({ queryKey: keys.backtestList });
}

/** How far an export of the audit log is written; its call tells. */
function patchExport(cache: QueryClient, { payload: { executionId, done, total } }: Event<'mcp.progress'>): void {
  const isIt = (row: AuditExport) => row.executionId === executionId && !row.finishedAt;
  const patch = (row: AuditExport): AuditExport => (isIt(row) ? { ...row, status: 'RUNNING', rows: done, total } : row);
  cache.setQueryData<Page<AuditExport>>(keys.auditExports, (list) => list && { ...list, results: list.results.map(patch) });
}

type Paged<T> = { pages: Page<T>[]; pageParams: unknown[] };

const eachOf = <T>(list: Paged<T>, patch: (row: T) => T): Paged<T> => ({ ...list, pages: list.pages.map((page) => ({ ...page, results: page.results.map(patch) })) });

/** Collects names for a moment, so that a burst of events asks for each answer once. */
function batched(flush: (stale: QueryKey[]) => void, within: number) {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(stale: QueryKey[]) {
      stale.forEach((key) => waiting.set(JSON.stringify(key), key));
      timer ??= setTimeout(() => {
        timer = undefined;
        const due = [...waiting.values()];
        waiting.clear();
        flush(due);
      }, within);
    },
    stop: () => clearTimeout(timer),
  };
}
