import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { PorticoError } from '../contract/contract.js';

export interface SecretKey {
  id: string;
  key: Buffer;
}

/** Seals secrets so that they open only at the place they were sealed for. */
export interface SecretBox {
  /** `place` names where it is kept: connection and field. */
  seal(secret: string, place: string): string;
  open(sealed: string, place: string): string;
}

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/**
 * S39: AES-256-GCM with a random 96-bit IV, as `v1.<key id>.<iv>.<tag>.<data>`. The place is authenticated
 * with it: a value pasted into another row does not open. The first key seals, any of them opens, so that a
 * new key is put in front and old values are sealed again at leisure.
 */
export function createSecretBox(keys: readonly SecretKey[]): SecretBox {
  const [first] = keys;
  if (!first)
    throw new PorticoError('SECRET_KEY_MISSING', 'There is no secret key. Name a key file in "secretKey".');
  for (const { id, key } of keys) checkKey(id, key);

  return {
    seal(secret, place) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', first.key, iv, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(place));
      const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'));
      return ['v1', first.id, ...parts].join('.');
    },

    open(sealed, place) {
      const [version, id, ...parts] = sealed.split('.');
      const [iv, tag, data] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (
        version !== 'v1' ||
        parts.length !== 3 ||
        iv?.length !== ivBytes ||
        tag?.length !== tagBytes ||
        !data
      )
        throw new PorticoError(
          'SECRET_UNREADABLE',
          `The secret kept for ${place} is not in the form v1.<key>.<iv>.<tag>.<data>. Enter it again.`,
          { details: { place } },
        );
      const known = keys.find((each) => each.id === id);
      if (!known)
        throw new PorticoError(
          'SECRET_KEY_UNKNOWN',
          `The secret kept for ${place} was sealed with key "${id}", which is not here. ` +
            'Add that key, or enter the secret again.',
          { details: { place, key: id } },
        );
      try {
        const decipher = createDecipheriv('aes-256-gcm', known.key, iv, { authTagLength: tagBytes });
        decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
        return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new PorticoError(
          'SECRET_OF_ANOTHER_PLACE',
          `The secret kept for ${place} does not open: it was sealed for another place or was changed. ` +
            'Enter it again.',
          { cause, details: { place } },
        );
      }
    },
  };
}

/** Reads a key file: 32 bytes in base64. Its id comes from the key itself and tells nothing about it. */
export async function readSecretKey(file: string): Promise<SecretKey> {
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  const id = createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8);
  checkKey(file, key);
  return { id, key };
}

/** Makes a key file that only its owner may read, and reads it. One that is already there stays. */
export async function makeSecretKey(file: string): Promise<SecretKey> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears whole or not at all: of two processes that start together, both get the same key.
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readSecretKey(file);
}

function checkKey(name: string, key: Buffer): void {
  if (key.length === keyBytes) return;
  throw new PorticoError(
    'SECRET_KEY_INVALID',
    `The secret key "${name}" has ${key.length} bytes instead of ${keyBytes}. ` +
      'Make one with: openssl rand -base64 32',
    { details: { key: name } },
  );
}
