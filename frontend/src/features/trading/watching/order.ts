/** A list with one of its symbols a place further up or down; the same list where there is none. */
export function moved(symbols: string[], symbol: string, by: -1 | 1): string[] {
  const from = symbols.indexOf(symbol);
  const to = from + by;
  if (from < 0 || to < 0 || to >= symbols.length) return symbols;
  const next = [...symbols];
  next.splice(from, 1);
  next.splice(to, 0, symbol);
  return next;
}
