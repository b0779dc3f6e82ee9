// @ts-check
import { bearer, codec, Fault, readAnswer } from 'portico/contract';

/** @import { Session, Transport } from 'portico/contract' */
/** @import { Settings } from './settings.js' */

const refusal = codec.object({ error: codec.text });
const list = codec.object({ rows: codec.required(codec.list(codec.anyObject)), next: codec.text });
const made = codec.object({ id: codec.required(codec.id) });

/**
 * How the CRM is spoken to. What HTTP says by its statuses is known without a word from here.
 * @type {Transport<Settings>}
 */
export const transport = {
  base: ({ url }) => `${url}/api/`,
  auth: bearer(({ key }) => key),
  fault: ({ status, body }) =>
    status === 422
      ? new Fault('invalidRecord', readAnswer(refusal, body, 'a write').error ?? 'The CRM refused it.')
      : undefined,
};

/**
 * One page of a list, and where the next one starts: the CRM says so itself.
 * @param {Session<Settings>} session
 * @param {string} path
 * @param {Record<string, string | number | undefined>} query
 */
export async function readList({ http }, path, query) {
  const { rows, next } = readAnswer(list, await http.get(path, query), path);
  return next === undefined ? { items: rows } : { items: rows, next };
}

/**
 * Makes a row and answers its id.
 * @param {Session<Settings>} session
 * @param {string} path
 * @param {Record<string, unknown>} row
 */
export async function makeRow({ http }, path, row) {
  const body = /** @type {Record<string, string>} */ (row);
  return readAnswer(made, await http.post(path, body), path);
}
