import type { Connection } from '../connections/connection.js';
import { query, type Queryable } from '../database/open-database.js';

/** One rule as somebody wrote it: `form.12`, or a whole module; `since` null is off. */
export interface ParticipantRule {
  module: string;
  /** Undefined: every type of the module. */
  type: string | undefined;
  since: Date | null;
  origin: 'config' | 'hub';
}

/** A rule that is on for a type that is open to portal users. */
export interface RunningRule {
  module: string;
  /** Null where the module has no types. */
  type: string | null;
  since: Date;
}

/** `form.12` → module and type; a type may have dots of its own. */
export function parseRuleKey(key: string): { module: string; type: string | undefined } {
  const dot = key.indexOf('.');
  return dot < 0 ? { module: key, type: undefined } : { module: key.slice(0, dot), type: key.slice(dot + 1) };
}

export const ruleKey = ({ module, type }: { module: string; type?: string | null | undefined }): string =>
  type === undefined || type === null ? module : `${module}.${type}`;

const isoMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** The moment a rule's text names (a day begins in UTC); null for `off`; undefined for neither. */
export function parseSince(text: string): Date | null | undefined {
  if (text === 'off') return null;
  const at = new Date(text);
  return isoMoment.test(text) && !Number.isNaN(at.getTime()) ? at : undefined;
}

/** Every rule of a connection, the config file's before those of the hub; what cannot be read beside them. */
export async function readRules(
  on: Queryable,
  connectionId: string,
): Promise<{ rules: ParticipantRule[]; unreadable: string[] }> {
  const [connection] = await query<{ participants: Record<string, string> }>(
    on,
    'select participants from connection where id = $1',
    [connectionId],
  );
  const stored = await query<{ module: string; type: string; since: Date | null }>(
    on,
    'select module, type, since from participant_rule where connection_id = $1 order by module, type',
    [connectionId],
  );
  const unreadable: string[] = [];
  const rules = new Map<string, ParticipantRule>();
  for (const { module, type, since } of stored) {
    const key = { module, type: type || undefined };
    rules.set(ruleKey(key), { ...key, since, origin: 'hub' });
  }
  for (const [key, text] of Object.entries(connection?.participants ?? {})) {
    const since = parseSince(text);
    // One that cannot be read is off, not what the hub says: nobody knows what was meant.
    if (since === undefined) unreadable.push(`participants.${key}: "${text}"`);
    rules.set(key, { ...parseRuleKey(key), since: since ?? null, origin: 'config' });
  }
  return { rules: [...rules.values()], unreadable };
}

/**
 * What the rules come to with what was discovered: one rule for each type that is open to portal users
 * (design §7). The rule of a type comes before that of its module.
 */
export function runningRules(
  rules: readonly ParticipantRule[],
  { facts }: Pick<Connection, 'facts'>,
): RunningRule[] {
  const byKey = new Map(rules.map((rule) => [ruleKey(rule), rule]));
  return [...new Set(rules.map(({ module }) => module))].flatMap((module) => {
    const known = facts?.modules[module];
    if (!known) return [];
    const types = known.types ? known.types.filter(({ open }) => open).map(({ id }) => id) : [null];
    return types.flatMap((type) => {
      const since = (byKey.get(ruleKey({ module, type })) ?? byKey.get(module))?.since;
      return since ? [{ module, type, since }] : [];
    });
  });
}
