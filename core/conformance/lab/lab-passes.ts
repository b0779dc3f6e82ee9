import type { Lab } from './lab.js';
import { readEvery, smallPage, type Whole } from './read-whole.js';

/** What one stream brought in large pages, by its name. */
export const wholeOf = async (lab: Lab, name: string): Promise<Whole> => named(await lab.whole(), name);

/** Every stream in small pages, by a session each. */
export const inSmallPages = (lab: Lab): Promise<Map<string, Whole>> =>
  lab.once('small', async () => readEvery(await lab.streams(), () => lab.session(), { size: smallPage }));

/** What one stream brought in small pages. */
export const smallOf = async (lab: Lab, name: string): Promise<Whole> => named(await inSmallPages(lab), name);

function named(read: ReadonlyMap<string, Whole>, name: string): Whole {
  const whole = read.get(name);
  if (!whole) throw new Error(`The stream ${name} was not there when all were read.`);
  return whole;
}

/** Ids that only one of two passes brought. */
export function idDifferences(before: readonly string[], after: readonly string[]): string[] {
  const [first, second] = [new Set(before), new Set(after)];
  return [
    ...[...first].filter((id) => !second.has(id)).map((id) => `${id} is missing.`),
    ...[...second].filter((id) => !first.has(id)).map((id) => `${id} comes only here.`),
  ];
}
