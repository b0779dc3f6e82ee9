import { hash as argon2Hash, parseOptions, verify as argon2Verify } from '@node-rs/argon2';

import { PorticoError } from '../contract/portico-error.js';
import { createHashQueue } from './hash-queue.js';

/** The library's part that costs; tests count it. */
export interface Argon2 {
  hash: typeof argon2Hash;
  verify: typeof argon2Verify;
}

export interface Passwords {
  /** @throws PorticoError HASHING_BUSY */
  hash(password: string): Promise<string>;
  /**
   * Exactly one hash, whatever it is compared with; without a stored one it is never right (S16).
   * @throws PorticoError HASHING_BUSY
   */
  verify(password: string, stored: string | null | undefined): Promise<boolean>;
  /** Was it made with less than what is asked today? Then the next sign-in makes it anew (S1). */
  isWeak(stored: string): boolean;
}

/** S1; argon2id and version 19 are the library's own defaults (its enums do not survive our compiler). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of 32 random bytes that nobody kept: what a password is compared with where there is none. */
const nobodys =
  '$argon2id$v=19$m=19456,t=2,p=1$OLH+Vf0mrXoyQ/oK5R37RQ$tXPTKVdNBOaMd1OEQTlX8YUBiNSBz1AG9TgwCLd5Fw4';

/**
 * Passwords as argon2id. All hashing of a process goes through one of these, or its queue bounds nothing
 * (S5).
 */
export function createPasswords({
  argon2 = { hash: argon2Hash, verify: argon2Verify },
  atOnce = 2,
  waiting = 50,
}: { argon2?: Argon2; atOnce?: number; waiting?: number } = {}): Passwords {
  const queue = createHashQueue({ atOnce, waiting });
  return {
    hash: (password) => queue.run(() => argon2.hash(plain(password), cost)),
    async verify(password, stored) {
      const right = await queue.run(() => argon2.verify(stored ?? nobodys, plain(password)));
      return right && typeof stored === 'string';
    },
    isWeak(stored) {
      const made = parseOptions(stored);
      return (
        !stored.startsWith('$argon2id$') || made.memoryCost < cost.memoryCost || made.timeCost < cost.timeCost
      );
    },
  };
}

/** The same letters, however a keyboard composes them. */
const plain = (password: string): string => password.normalize('NFKC');

/** Is it the refusal of a queue that is full? */
export const isBusy = (error: unknown): boolean =>
  error instanceof PorticoError && error.code === 'HASHING_BUSY';
