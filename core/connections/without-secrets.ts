/** A copy of a value that is shown to people, in which every text, number and name has passed `redact` (S40). */
export function withoutSecrets<T>(value: T, redact: (text: string) => string): T {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return redact(each);
    if (typeof each === 'number') return redact(String(each)) === String(each) ? each : redact(String(each));
    if (typeof each !== 'object' || each === null || each instanceof Date) return each;
    if (Array.isArray(each)) return each.map(walk);
    return Object.fromEntries(Object.entries(each).map(([name, member]) => [redact(name), walk(member)]));
  };
  // The walk keeps the shape and changes texts alone.
  return walk(value) as T;
}
