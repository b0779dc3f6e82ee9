/** The value at the steps of a path, or undefined where one of them is missing. Own members only. */
export function valueAt(raw: unknown, steps: readonly string[]): unknown {
  let value = raw;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** Puts a value at the steps of a path, making the objects on the way; an undefined value takes the member away. */
export function putAt(
  into: Record<string, unknown>,
  [first = '', ...others]: readonly string[],
  value: unknown,
): void {
  if (!others.length) {
    if (value === undefined) delete into[first];
    else into[first] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...(into[first] as object | undefined) };
  putAt(inner, others, value);
  into[first] = inner;
}
