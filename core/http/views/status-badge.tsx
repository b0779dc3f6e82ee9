import type { VNode } from 'preact';

/** A status; what is closed looks done, and says nothing by colour alone. */
export function StatusBadge({ status, group }: { status: string; group: unknown }): VNode {
  const kind = group === 'open' || group === 'closed' ? group : 'plain';
  return <span class={`badge ${kind}`}>{status}</span>;
}
