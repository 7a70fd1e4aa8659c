import type { Page } from '@playwright/test';
import { subtract } from '../src/lib/decimal';
import { ask } from './console';

/** A figure as a page shows it: in which panel, of which row, under which name, and its exact value. */
export type Shown = { panel: string; row: string; figure: string; value: string | null };

type Facts = Record<string, unknown>;
type Source = { panel: RegExp; path: (row: string) => string; find: (answer: never, row: string) => Facts | undefined };
type List = { results: Facts[] };

const one = (answer: Facts) => answer;
const byId = ({ results }: List, row: string) => results.find(({ id }) => id === row);
const worth = (summary: { equity: string; funded: string }) => ({ ...summary, profit: subtract(summary.equity, summary.funded) });

type Lists = { watchlists: { symbols: Facts[] }[] };
const watched = ({ watchlists }: Lists, row: string) => watchlists.flatMap(({ symbols }) => symbols).find(({ venue, symbol }) => `${venue} ${symbol}` === row);

type Shares = { rows: Facts[]; total: Facts };
const share = ({ rows, total }: Shares, row: string) => (row === 'total' ? total : rows.find(({ key }) => key === row));

type Status = { byStatus: Facts; agents: { id: string; value: string; initialCapital: string }[] };
function agentOrState({ byStatus, agents }: Status, row: string): Facts | undefined {
  if (row in byStatus) return { byStatus: byStatus[row] };
  const agent = agents.find(({ id }) => id === row);
  return agent && { ...agent, profit: subtract(agent.value, agent.initialCapital) };
}

export type Book = { bids: Level[]; asks: Level[] };
type Level = { price: string; quantity: string };

/** A level of a book, as the row of a page names it. */
export const levelOf = ({ bids, asks }: Book, row: string): Facts | undefined =>
  [...bids.map((each) => ({ ...each, row: `bid ${each.price}` })), ...asks.map((each) => ({ ...each, row: `ask ${each.price}` }))].find((each) => each.row === row);

const done = (saga: Facts | undefined) => saga && { stepsDone: (saga.steps as { status: string }[]).filter(({ status }) => status === 'DONE').length };

/** The events of all types in an hour that begins then. */
const happened = ({ results }: List, row: string) => ({
  events: results.filter(({ startsAt }) => Date.parse(startsAt as string) === Date.parse(row)).reduce((sum, { count }) => sum + (count as number), 0),
});

/** Where each panel's figures come from; `query` narrows lists to the agent of the page, if it is about one. */
export function sourcesOf({ agent, farm }: { agent: string; farm: string }, vault: string, venue: string, query: string): Source[] {
  const at = (path: string) => () => path;
  return [
    { panel: /^Net worth$/, path: at('/portfolio/summary'), find: worth },
    { panel: /^Worth$/, path: at(`/portfolio/summary?agentId=${agent}`), find: worth },
    { panel: /^(Agents|\d+ agents?)$/, path: at('/agents/status'), find: agentOrState },
    { panel: /^Positions$/, path: at(`/trading/positions${query}`), find: ({ positions }: { positions: Facts[] }, row: string) => positions.find(({ accountId, symbol }) => `${accountId} ${symbol}` === row) },
    { panel: /^Orders$/, path: at(`/trading/orders${query}`), find: byId },
    { panel: /^Fills$/, path: at(`/trading/fills${query}`), find: byId },
    { panel: /^Markets$/, path: (row: string) => `/market/live-data/${row.replace('/', '-')}?venue=sim`, find: one },
    { panel: /^[A-Z]+\/[A-Z]+$/, path: at(`/market/live-data/BTC-USD?venue=${venue}`), find: one },
    { panel: /^Watchlist$/, path: at('/trading/watchlists'), find: watched },
    { panel: /^Performance$/, path: at('/portfolio/performance'), find: (answer: Facts, row: string) => (row ? (answer[row] as Facts) : answer) },
    { panel: /^Attribution$/, path: at('/portfolio/attribution?by=agent'), find: share },
    { panel: /^Journal$/, path: at('/trading/journal'), find: byId },
    { panel: /^Decisions$/, path: at(`/agents/${agent}/decisions?limit=50`), find: byId },
    { panel: /^To do$/, path: at(`/agents/${agent}/todo-list`), find: byId },
    { panel: /^Vault$/, path: at(`/agents/${agent}/vault`), find: ({ balances }: { balances: Facts[] }, row: string) => balances.find(({ asset }) => asset === row) },
    { panel: /^Movements$/, path: at(`/vaults/${vault}/ledger`), find: byId },
    { panel: /^Configuration/, path: at(`/agents/${agent}`), find: one },
    { panel: /^Last calls$/, path: at(`/mcp/executions?agentId=${agent}`), find: ({ results }: List, row: string) => results.find(({ executionId }) => executionId === row) },
    { panel: /^The last day$/, path: at(`/mcp/stats?agentId=${agent}`), find: ({ tools }: { tools: Facts[] }, row: string) => tools.find(({ tool }) => tool === row) },
    { panel: /^From paper to real money$/, path: at(`/agents/${agent}/graduation`), find: ({ criteria }: { criteria: Facts[] }, row: string) => criteria.find(({ name }) => name === row) },
    { panel: /^\d+ farms?$/, path: at('/farms'), find: byId },
    { panel: /^Members$/, path: at(`/farms/${farm}/agents`), find: byId },
    { panel: /^Health$/, path: at('/system/health/detailed'), find: one },
    { panel: /^Operations$/, path: at('/system/sagas'), find: (answer: List, row: string) => done(byId(answer, row)) },
    { panel: /^Subscribers$/, path: at('/system/subscribers'), find: ({ results }: List, row: string) => results.find(({ name }) => name === row) },
    { panel: /^Activity$/, path: at('/system/events/activity'), find: happened },
    { panel: /./, path: at(`/agents/${agent}/mcp-tools`), find: (tools: Facts[], row: string) => tools.find(({ name }) => name === row) },
  ];
}

/** Every figure in sight. A number with an exact value and without a name would escape the comparison: it is one too many. */
export const figuresOn = (page: Page): Promise<Shown[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-figure], [data-value]')].map((each) => ({
      panel: each.closest<HTMLElement>('[data-panel]')?.dataset.panel ?? '',
      row: each.closest<HTMLElement>('[data-row]')?.dataset.row ?? '',
      figure: each.dataset.figure ?? '',
      value: each.dataset.value ?? null,
    })),
  );

/** What the API says now of each of these figures. */
export async function answersTo(page: Page, figures: Shown[], sources: Source[]): Promise<(string | null)[]> {
  const asked = new Map<string, Promise<unknown>>();
  const answer = async ({ panel, row, figure }: Shown): Promise<string | null> => {
    const { path, find } = sources.find((each) => each.panel.test(panel))!;
    const from = path(row);
    if (!asked.has(from)) asked.set(from, ask(page, from));
    const facts = find((await asked.get(from)) as never, row);
    if (!facts || !(figure in facts)) return `${from} has no ${figure} of ${row || 'it'}`;
    return facts[figure] === null ? null : String(facts[figure]);
  };
  return Promise.all(figures.map(answer));
}
