import type { Grant, PolicyLimit } from '../contract/contract.js';
import type { Access } from './access.js';
import { holds } from './holds.js';
import { lists } from './subject-fields.js';
import type { SubjectRow } from './subject-row.js';

/** What may be done with one record, and which grants say so. */
export interface Decision {
  allow: boolean;
  /** The fields that a `read` shows. */
  read: readonly string[];
  /** The fields that this action may write, and those it must. */
  edit: readonly string[];
  required: readonly string[];
  grants: readonly Grant[];
}

const refused: Decision = { allow: false, read: [], edit: [], required: [], grants: [] };

/**
 * May one of these accesses do this with the record, and with which of its fields (access.md, Decision)? Each
 * access judges with its own rights; what they give is joined. An exception while judging refuses (S35).
 */
export function decide(accesses: readonly Access[], action: string, row: SubjectRow): Decision {
  try {
    const mine = accesses.filter(({ connectionId }) => connectionId === row.connectionId);
    const grants = mine.flatMap((access) => matching(access, action, row));
    if (!grants.length) return refused;
    const reading = action === 'read' ? grants : mine.flatMap((access) => matching(access, 'read', row));
    return {
      allow: true,
      grants,
      read: union(reading.map(({ fields }) => fields.read)),
      edit: union(grants.map(({ fields }) => fields.edit)),
      required: union(grants.map(({ fields }) => fields.required)),
    };
  } catch {
    return refused;
  }
}

/** The grants of an access that allow the action for this very record. */
function matching(access: Access, action: string, row: SubjectRow): Grant[] {
  const { policy, me } = access;
  if (!limitsOf(access, row.subject).every(({ when }) => holds(when, row, me))) return [];
  return policy.grants.filter(
    (grant) =>
      grant.module === row.subject &&
      grant.actions.includes(action) &&
      hasCapability(grant, access) &&
      isOfType(grant, row) &&
      holds(grant.when, row, me),
  );
}

/** The limits that a policy sets for a subject. */
export const limitsOf = ({ policy }: Pick<Access, 'policy'>, subject: string): PolicyLimit[] =>
  policy.limits.filter(({ module }) => module === undefined || module === subject);

/** Does the access hold one of the capabilities that the grant needs? */
export const hasCapability = ({ needs }: Grant, { me }: Pick<Access, 'me'>): boolean =>
  !needs || needs.some((each) => me.capabilities.includes(each));

/** Is the record of one of the grant's types? */
export const isOfType = ({ types }: Grant, { columns }: SubjectRow): boolean =>
  !types || types.some((type) => type === columns['type']);

/** Does a decision show this field? */
export const shows = ({ allow, read }: Decision, field: string): boolean => allow && lists(read, field);

function union(sets: (readonly string[] | undefined)[]): string[] {
  const given = sets.filter((each) => each !== undefined);
  return given.length > 0 ? [...new Set(given.length === 1 ? given[0] : given.flat())] : [];
}
