/** The pages that a sign-in may lead back to (S29). */
const pages = /^\/(?:|me|customers|customers\/[\da-f-]{36}|records\/[A-Za-z]{1,20}(?:\/[\da-f-]{36})?)$/;

/** Where to go after signing in: the page asked for when it is one of the portal's own, else home. */
export function nextTarget(asked: string | undefined): string {
  if (asked === undefined || asked.length > 2000) return '/';
  const [path = '', query] = asked.split('?', 2);
  if (!pages.test(path)) return '/';
  return query ? `${path}?${query.replaceAll(/[^\w%&=.~+*-]/g, '')}` : path;
}

/** The sign-in page that leads back to what was asked for. */
export function signInPath(asked: string): string {
  const next = nextTarget(asked);
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
