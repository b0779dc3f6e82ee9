import { PorticoError } from '../contract/portico-error.js';

/**
 * The e-mail address of a contact as one can write to it: a single one, without what could become a second
 * recipient or header.
 * @throws PorticoError EMAIL_MISSING, EMAIL_INVALID
 */
export function readAddress(
  email: string | null,
  { connection, externalId }: { connection: string; externalId: string },
): string {
  const contact = `${connection}:${externalId}`;
  const address = email?.trim() ?? '';
  if (!address)
    throw new PorticoError(
      'EMAIL_MISSING',
      `Contact ${contact} has no e-mail address. Enter one in the CRM, and sync.`,
      { details: { contact } },
    );
  if (address.length <= 254 && /^[^\s@<>()[\],;:"\\\p{Cc}]{1,64}@[^\s@<>()[\],;:"\\\p{Cc}]+$/u.test(address))
    return address;
  throw new PorticoError(
    'EMAIL_INVALID',
    `"${address.slice(0, 254)}" of contact ${contact} is no e-mail address one can write to. Correct it in the CRM, and sync.`,
    { details: { contact } },
  );
}
