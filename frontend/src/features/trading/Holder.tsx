import Link from 'next/link';
import type { Names } from './names';

/** Whose account it is: an agent's, by name, or a person's own. */
export function Holder({ agentId, names }: { agentId: string | null; names: Names }) {
  return agentId ? <Link href={`/agents/${agentId}`}>{names(agentId)}</Link> : <span>Own account</span>;
}
