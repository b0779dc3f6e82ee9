import { PorticoError } from '../contract/portico-error.js';
import { commonPasswords } from './common-passwords.js';

const least = 8;
/** Far above what anybody types; nothing is ever cut off (S2). */
const most = 1024;

/**
 * Holds a new password to S2 and S3: 8 characters or more of any kind, none of the common ones, and not made
 * of words that everybody knows here (`context`: names of the hub, the CRMs, the customers, the own address).
 * @throws PorticoError PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_COMMON, PASSWORD_CONTEXT
 */
export function checkPassword(
  password: string,
  { context = [] }: { context?: readonly string[] } = {},
): void {
  const signs = Array.from(password.normalize('NFKC')).length;
  if (signs < least)
    throw new PorticoError('PASSWORD_SHORT', `A password has at least ${least} characters. Make it longer.`);
  if (signs > most)
    throw new PorticoError('PASSWORD_LONG', `A password has at most ${most} characters. Make it shorter.`);
  const small = password.normalize('NFKC').toLowerCase();
  if (isCommon(small))
    throw new PorticoError(
      'PASSWORD_COMMON',
      'This password is one of those that are tried first. Take another one, say four words that do not belong together.',
    );
  if (isMadeOf(small, context))
    throw new PorticoError(
      'PASSWORD_CONTEXT',
      'This password is made of a name that others know here. Take words that have nothing to do with it.',
    );
}

const known = new Set(commonPasswords);

function isCommon(small: string): boolean {
  const letters = withoutDisguise(small);
  return (
    known.has(small) ||
    known.has(letters) ||
    known.has(lettersOnly(letters)) ||
    known.has(lettersOnly(small)) ||
    isRun(small) ||
    // The same few signs again and again.
    /^(.{1,4}?)\1+.?$/su.test(small)
  );
}

const disguises: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

const withoutDisguise = (small: string): string =>
  small.replace(/[\W\d_]+$/u, '').replace(/[@431!0$57]/g, (sign) => disguises[sign] ?? sign);

const lettersOnly = (text: string): string => text.replace(/^[\W\d_]+|[\W\d_]+$/gu, '');

/** 12345678, 87654321, abcdefgh: every sign the next or the last one of the one before. */
function isRun(small: string): boolean {
  const steps = new Set<number>();
  for (let at = 1; at < small.length; at += 1) {
    const step = small.charCodeAt(at) - small.charCodeAt(at - 1);
    // From 9 it goes on with 0, and back.
    steps.add(step === -9 ? 1 : step === 9 ? -1 : step);
  }
  return steps.size === 1 && Math.abs([...steps][0] ?? 9) <= 1;
}

/** Fewer than five signs are left when the words are taken out. */
function isMadeOf(small: string, context: readonly string[]): boolean {
  const words = context
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length);
  let rest = small;
  for (const word of words) rest = rest.replaceAll(word, ' ');
  return rest !== small && rest.replace(/[^\p{L}\p{N}]+/gu, '').length < 5;
}
