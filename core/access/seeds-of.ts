import type { Condition, Subject } from '../contract/contract.js';
import type { Operand } from './operand.js';
import { tableOf } from './subject-fields.js';

/** Where a list can begin: an index that holds, newest first, every row that the condition can hold for. */
export type Seed = { /** The part of the condition that its rows satisfy already. */ atom: Condition } & (
  | { by: 'id' | 'customer' | 'contact' | 'participant' | 'member' | 'below'; in: Operand }
  | { by: 'parent'; module: Subject; seeds: Seed[]; where: Condition }
  | { by: 'public' | 'portalVisible' | 'all' }
);

const cost: Record<Seed['by'], number> = {
  id: 0,
  contact: 1,
  participant: 1,
  member: 1,
  customer: 2,
  below: 2,
  parent: 3,
  public: 4,
  portalVisible: 5,
  all: 6,
};

/**
 * The seeds that together contain every row of the condition, or nothing when a list of it would have to look
 * at everything; such a grant is refused. The arm then filters by the rest of the condition.
 */
export function seedsOf(condition: Condition, subject: Subject): Seed[] | undefined {
  if ('true' in condition) return [everything];
  if ('false' in condition) return [];
  if ('not' in condition) return undefined;
  if ('any' in condition) {
    const branches = condition.any.map((each) => seedsOf(each, subject));
    return branches.every((each) => each !== undefined) ? unique(branches.flat()) : undefined;
  }
  if ('all' in condition) {
    const narrowing = condition.all.filter((each) => !('true' in each));
    if (!narrowing.length) return [everything];
    const seeded = narrowing.map((each) => seedsOf(each, subject)).filter((each) => each !== undefined);
    return seeded.toSorted((a, b) => costOf(a) - costOf(b))[0];
  }
  const isRecord = tableOf(subject) === 'record';
  if ('via' in condition) {
    const { via: module, where } = condition;
    if (!isRecord || module === 'contact') return [];
    const seeds = seedsOf(where, module);
    return seeds && [{ by: 'parent', module, seeds, where, atom: condition }];
  }
  if ('link' in condition)
    return isRecord === (condition.link !== 'member')
      ? [{ by: condition.link, in: condition.in, atom: condition }]
      : [];
  return seedOfField(condition, subject);
}

/** The walk over all rows of a subject. */
export const everything: Seed = { by: 'all', atom: { true: 1 } };

/** The condition for rows that are known to satisfy one of its atoms: this very one, not its like. */
export function assuming(condition: Condition, atom: Condition): Condition {
  if (condition === atom) return { true: 1 };
  if ('all' in condition) return { all: condition.all.map((each) => assuming(each, atom)) };
  return 'any' in condition ? { any: condition.any.map((each) => assuming(each, atom)) } : condition;
}

function seedOfField(atom: Extract<Condition, { f: string }>, subject: Subject): Seed[] | undefined {
  const values = 'eq' in atom ? atom.eq : 'in' in atom ? atom.in : undefined;
  if (values === undefined) return undefined;
  if (atom.f === 'id') return [{ by: 'id', in: values, atom }];
  if (subject === 'customer' && atom.f === 'parent') return [{ by: 'below', in: values, atom }];
  if (tableOf(subject) !== 'record') return undefined;
  if (atom.f === 'customer') return [{ by: 'customer', in: values, atom }];
  const isFlag = atom.f === 'public' || atom.f === 'portalVisible';
  return isFlag && values === true ? [{ by: atom.f as 'public', atom }] : undefined;
}

const costOf = (seeds: Seed[]): number => Math.max(-1, ...seeds.map(({ by }) => cost[by]));

const unique = (seeds: Seed[]): Seed[] => [
  ...new Map(seeds.map((each) => [JSON.stringify(each), each])).values(),
];
