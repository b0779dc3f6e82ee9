/**
 * Text for a terminal. What vendors' people typed may hold control characters, and a terminal would obey them:
 * all but line breaks are shown as a sign.
 */
export function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are just what must not get through
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '·');
}
