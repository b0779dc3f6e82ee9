/** Where in a value is something that JSON cannot carry; undefined if nowhere. A member that is undefined is none. */
export function whereNotJson(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
    return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} (${value})`;
  if (Array.isArray(value)) {
    const hole = value.findIndex((each) => each === undefined);
    if (hole >= 0) return `${path}[${hole}] (undefined)`;
    return value.map((each, index) => whereNotJson(each, `${path}[${index}]`)).find(Boolean);
  }
  if (typeof value !== 'object') return `${path} (a ${typeof value})`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${path} (a ${value.constructor.name})`;
  return Object.entries(value)
    .map(([name, each]) => whereNotJson(each, `${path}.${name}`))
    .find(Boolean);
}

/** Freezes a value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
