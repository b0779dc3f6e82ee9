import type { Grant } from '../contract/contract.js';
import type { Queryable } from '../database/open-database.js';
import type { Access } from './access.js';
import { decide, hasCapability, isOfType, limitsOf } from './decide.js';
import { holds } from './holds.js';
import { readAccesses, readStandings } from './read-accesses.js';
import { whyNotCounting } from './standing.js';
import type { SubjectRow } from './subject-row.js';
import { traceCondition, type AtomTrace } from './trace-condition.js';

/** Why somebody may, or may not, do something with a record; for staff alone. */
export interface Explanation {
  allow: boolean;
  /** The answer in one sentence: what allows it, or the nearest miss. */
  sentence: string;
  accesses: AccessExplanation[];
  /** Each field that is read, with the grants that show it. */
  fields: Record<string, string[]>;
}

export interface AccessExplanation {
  id: string;
  contact: string;
  counts: boolean;
  /** Why it does not count. */
  why?: string;
  limits: { id: string; ok: boolean; atoms: AtomTrace[] }[];
  grants: GrantExplanation[];
}

export interface GrantExplanation {
  id: string;
  ok: boolean;
  /** Of the capabilities it needs, whether one is held; of its types, whether the record is one. */
  capability: boolean;
  type: boolean;
  atoms: AtomTrace[];
}

/**
 * Each layer of a decision: the accesses and whether they count, the limits, the grants with every atom, the
 * fields. Law: what it says is what decide says, and what the list shows.
 */
export async function explain(
  tx: Queryable,
  { personId, action, row, now }: { personId: string; action: string; row: SubjectRow; now: Date },
): Promise<Explanation> {
  const standings = await readStandings(tx, { personId, connectionId: row.connectionId });
  const counting = await readAccesses(tx, { personId, connectionId: row.connectionId, now });
  const accesses = standings.map((standing): AccessExplanation => {
    const access = counting.find(({ id }) => id === standing.id);
    const why = whyNotCounting(standing, now);
    return {
      id: standing.id,
      contact: standing.contactId,
      counts: access !== undefined,
      ...(why !== undefined && { why }),
      limits: access ? explainLimits(access, row) : [],
      grants: access ? explainGrants(access, action, row) : [],
    };
  });
  const decision = decide(counting, action, row);
  const reading = decide(counting, 'read', row).grants;
  return {
    allow: decision.allow,
    sentence: decision.allow
      ? `Allowed by ${decision.grants.map(({ id }) => id).join(', ')}.`
      : nearestMiss(accesses, action, row),
    accesses,
    fields: Object.fromEntries(
      decision.read.map((name) => [
        name,
        reading.filter(({ fields }) => fields.read?.includes(name)).map(({ id }) => id),
      ]),
    ),
  };
}

const explainLimits = (access: Access, row: SubjectRow): AccessExplanation['limits'] =>
  limitsOf(access, row.subject).map(({ id, when }) => ({
    id,
    ok: holds(when, row, access.me),
    atoms: traceCondition(when, row, access.me),
  }));

const explainGrants = (access: Access, action: string, row: SubjectRow): GrantExplanation[] =>
  access.policy.grants
    .filter(({ module, actions }) => module === row.subject && actions.includes(action))
    .map((grant) => explainGrant(grant, access, row));

function explainGrant(grant: Grant, access: Access, row: SubjectRow): GrantExplanation {
  const capability = hasCapability(grant, access);
  const type = isOfType(grant, row);
  return {
    id: grant.id,
    capability,
    type,
    ok: capability && type && holds(grant.when, row, access.me),
    atoms: traceCondition(grant.when, row, access.me),
  };
}

/** The failing check that stands alone in the most nearly matching grant, in one sentence. */
function nearestMiss(accesses: AccessExplanation[], action: string, row: SubjectRow): string {
  const what = `${row.subject} ${row.id}`;
  if (!accesses.length) return `The person has no access at ${row.connectionId}.`;
  const live = accesses.filter(({ counts }) => counts);
  if (!live.length) return `The access does not count: ${accesses[0]?.why ?? 'it is not active.'}`;
  for (const { limits } of live)
    for (const { id, ok, atoms } of limits)
      if (!ok)
        return `Limit ${id}: ${atoms.find((each) => !each.ok)?.sentence ?? `${what} is outside of it`}.`;
  const [nearest] = live.flatMap(({ grants }) => grants).toSorted((a, b) => missesOf(a) - missesOf(b));
  if (!nearest) return `No grant of this connection lets anybody ${action} a ${row.subject}.`;
  if (!nearest.type) return `${nearest.id}: ${what} is of another type.`;
  if (!nearest.capability) return `${nearest.id}: the access lacks the capability it needs.`;
  return `${nearest.id}: ${nearest.atoms.find((each) => !each.ok)?.sentence ?? `${what} does not fit`}.`;
}

/** A wrong type is further away than a missing capability, and that than an atom. */
const missesOf = ({ type, capability, atoms }: GrantExplanation): number =>
  (type ? 0 : 10_000) + (capability ? 0 : 100) + atoms.filter(({ ok }) => !ok).length;
