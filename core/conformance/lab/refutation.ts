/** The plugin does not keep a promise: in what, and what to do where the check's own remedy does not say it. */
export class Refutation extends Error {
  constructor(
    readonly problems: readonly string[],
    readonly remedy?: string,
  ) {
    super(problems.join('\n'));
  }
}

/** Throws a Refutation if there is a problem; of many, the first few. */
export function refute(problems: readonly string[], remedy?: string): void {
  if (!problems.length) return;
  const more = problems.length > most ? [`… and ${problems.length - most} more like this.`] : [];
  throw new Refutation([...problems.slice(0, most), ...more], remedy);
}

const most = 6;

/** Why a check says nothing: the plugin has no such part, or the start gives it nothing to go by. */
export type Because = 'part' | 'hint';

export class NotApplicable extends Error {
  constructor(
    readonly because: Because,
    why: string,
  ) {
    super(why);
  }
}
