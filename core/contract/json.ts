/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A length of time as people write it: `30s`, `5m`, `2h`, `7d`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`;

const unit = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration; throws a RangeError on anything else than a whole number and one of s, m, h, d. */
export function milliseconds(duration: Duration): number {
  const match = /^(\d+)([smhd])$/.exec(duration);
  if (!match)
    throw new RangeError(`"${duration}" is not a duration. Write a whole number and s, m, h or d: 30s, 7d.`);
  return Number(match[1]) * unit[match[2] as keyof typeof unit];
}
