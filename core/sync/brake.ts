/** What the brake counts: what people lose when it goes. */
export const lossKinds = ['record', 'member', 'login', 'email'] as const;
export type Losses = Record<(typeof lossKinds)[number], number>;

export const noLosses = (): Losses => ({ record: 0, member: 0, login: 0, email: 0 });

/** More than 5 % of what was held, and more than 3 (design §6.4). */
const share = 0.05;
const always = 3;

/**
 * Holds back what would take away too much in one run: more than 5 %, and more than 3, of the records,
 * memberships, logins or filled e-mail addresses that the connection held when the run began. What earlier runs
 * held back and nobody has confirmed yet counts too, so that a loss cannot drip through run by run.
 */
export class Brake {
  readonly taken: Losses;

  constructor(
    readonly base: Losses,
    taken: Losses,
    readonly off: boolean,
  ) {
    this.taken = { ...taken };
  }

  /** How much of a kind may go. */
  limit(kind: keyof Losses): number {
    return Math.max(always, Math.floor(this.base[kind] * share));
  }

  /** The kinds of which these losses, on top of what was taken already, would be too much. */
  tooMuch(losses: Losses): (keyof Losses)[] {
    if (this.off) return [];
    return lossKinds.filter((kind) => losses[kind] > 0 && this.taken[kind] + losses[kind] > this.limit(kind));
  }

  /** Counts losses that are applied, or that are held and wait for a person. */
  take(losses: Losses): void {
    for (const kind of lossKinds) this.taken[kind] += losses[kind];
  }
}

export const sumLosses = (list: Losses[]): Losses => {
  const sum = noLosses();
  for (const each of list) for (const kind of lossKinds) sum[kind] += each[kind];
  return sum;
};

const words: Record<keyof Losses, string> = {
  record: 'records',
  member: 'memberships',
  login: 'logins',
  email: 'e-mail addresses',
};

/** "12 memberships and 3 e-mail addresses", without the zeros. */
export function describeLosses(losses: Losses): string {
  const parts = lossKinds.filter((kind) => losses[kind] > 0).map((kind) => `${losses[kind]} ${words[kind]}`);
  return parts.length ? parts.join(' and ') : 'nothing';
}
