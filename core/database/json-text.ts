/** An escape in JSON text, not a backslash that is itself escaped. */
const unescaped = String.raw`(?<=(?:^|[^\\])(?:\\\\)*)`;
const nul = new RegExp(String.raw`${unescaped}\\u0000`);
// JSON.stringify writes pairs as they are, so an escaped surrogate is one without its other half.
const unfit = new RegExp(String.raw`${unescaped}\\u(?:d[89a-f][0-9a-f]{2}|0000)`, 'g');

/** Does a JSON text hold a NUL character, which PostgreSQL has no place for? */
export const hasNul = (json: string): boolean => json.includes('\\u0000') && nul.test(json);

/**
 * A value as JSON that PostgreSQL takes: a NUL, or half a character (text that was cut in an emoji), becomes U+FFFD.
 * A vendor's records with a NUL are refused before; this is for what is said about them.
 */
export function toJsonText(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  return json.includes('\\u') ? json.replace(unfit, '\ufffd') : json;
}
