/** A member of a form or JSON body; what is no text is empty, and fails as any wrong one does. */
export function textOf(request: { body?: unknown }, name: string): string {
  const value = memberOf(request, name);
  return typeof value === 'string' ? value : '';
}

/** Was it given at all? */
export const hasField = (request: { body?: unknown }, name: string): boolean =>
  memberOf(request, name) !== undefined;

const memberOf = ({ body }: { body?: unknown }, name: string): unknown =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? Reflect.get(body, name)
    : undefined;
