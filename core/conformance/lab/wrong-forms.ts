/** One value of an item, put in another's place. */
export interface WrongForm {
  path: string;
  value: unknown;
  changed: unknown;
}

const wrong: readonly unknown[] = [{ odd: true }, ['odd'], 'odd', 42, true, null];
const deepest = 4;
const most = 1200;

/** Copies of an item, in each of which one value has become something of another kind. */
export function wrongForms(item: unknown): WrongForm[] {
  return placesIn(item, [])
    .flatMap((steps) =>
      wrong.map((value) => ({ path: steps.join('.'), value, changed: replaceAt(item, steps, value) })),
    )
    .slice(0, most);
}

function placesIn(value: unknown, steps: string[]): string[][] {
  if (typeof value !== 'object' || value === null || steps.length >= deepest) return [];
  // Of a list's members, the first stands for all.
  const names = Array.isArray(value) ? Object.keys(value).slice(0, 1) : Object.keys(value);
  return names.flatMap((name) => [[...steps, name], ...placesIn(Reflect.get(value, name), [...steps, name])]);
}

function replaceAt(item: unknown, steps: readonly string[], value: unknown): unknown {
  const copy: unknown = structuredClone(item);
  let within = copy;
  for (const step of steps.slice(0, -1)) within = Reflect.get(Object(within) as object, step);
  Reflect.set(Object(within) as object, steps.at(-1) ?? '', value);
  return copy;
}
