import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and its own certificate, as a TLS server takes them. */
export interface Certificate {
  key: string;
  cert: string;
  /** The SHA-256 of its public key, by which a browser can be told to trust this one certificate. */
  pin: string;
}

/** The kinds of values in a certificate (X.690). */
const kind = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
  dnsName: 0x82,
  version: 0xa0,
  extensions: 0xa3,
} as const;

/**
 * A self-signed certificate for one host, good for a day (RFC 5280). Node makes keys and reads certificates,
 * but writes none, and nobody should have to keep a key in a repository.
 */
export function makeCertificate(host: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const halfDay = 43_200_000;
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
  const commonName = sequence(oid('550403'), der(kind.text, host));
  const name = sequence(der(kind.set, commonName));
  const hosts = der(kind.octets, sequence(der(kind.dnsName, host)));
  const body = sequence(
    der(kind.version, der(kind.integer, [2])),
    der(kind.integer, [1, ...randomBytes(8)]),
    ecdsaWithSha256,
    name,
    sequence(utcTime(Date.now() - halfDay), utcTime(Date.now() + halfDay)),
    name,
    spki,
    der(kind.extensions, sequence(sequence(oid('551d11'), hosts))),
  );
  const signature = der(kind.bits, [0, ...sign('sha256', body, privateKey)]);
  const certificate = sequence(body, ecdsaWithSha256, signature);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    pin: createHash('sha256').update(spki).digest('base64'),
  };
}

const sequence = (...parts: Buffer[]): Buffer => der(kind.sequence, Buffer.concat(parts));

const oid = (hex: string): Buffer => der(kind.oid, Buffer.from(hex, 'hex'));

/** 20261121120000Z, without its century. */
const utcTime = (at: number): Buffer =>
  der(kind.time, `${new Date(at).toISOString().replaceAll(/\D/g, '').slice(2, 14)}Z`);

/** A value: its kind, its length, itself. */
function der(of: number, value: Buffer | string | readonly number[]): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.from(value);
  return Buffer.from([of, ...sizeOf(bytes), ...bytes]);
}

/** In as few bytes as it takes: a browser refuses more. */
const sizeOf = ({ length }: Buffer): number[] => {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
};
