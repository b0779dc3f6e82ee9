/** Values of one statement. Nothing that a person or a policy says gets into SQL in another way (S46). */
export interface SqlParameters {
  /** Keeps the value and answers its place with its type: `$3::text[]`. */
  add(value: unknown, type: string): string;
  /** The finished text with the values it still names: PostgreSQL takes no others. */
  finish(text: string): { text: string; values: unknown[] };
}

/** Starts the values of a statement; equal ones share a place. */
export function createParameters(): SqlParameters {
  const values: unknown[] = [];
  const places = new Map<string, string>();
  return {
    add(value, type) {
      const key = `${type} ${JSON.stringify(value)}`;
      const place = places.get(key) ?? `$${values.push(value)}::${type}`;
      places.set(key, place);
      return place;
    },
    finish(text) {
      const used: number[] = [];
      const renumbered = text.replaceAll(/\$(\d+)::/g, (_place, number: string) => {
        const index = Number(number) - 1;
        if (!used.includes(index)) used.push(index);
        return `$${used.indexOf(index) + 1}::`;
      });
      return { text: renumbered, values: used.map((index) => values[index]) };
    },
  };
}

/** Can PostgreSQL hold this text? What it cannot hold equals nothing that it holds. */
export const isStorable = (text: string): boolean =>
  !text.includes('\0') && Buffer.from(text).toString() === text;
