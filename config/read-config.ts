import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import type { HubConfig } from '../core/contract/generated/config.js';
import { PorticoError } from '../core/contract/portico-error.js';
import { describeMisfits, schemaValidator } from '../core/json-schema.js';
import { projectPath } from '../core/project-path.js';

/** The hub's configuration as the rest of Portico gets it: checked, filled in, secrets read. */
export interface ReadConfig {
  hub: HubConfig;
  /** The file it was read from; relative folders in it are below this file's folder. */
  file: string;
  /** Where the local PostgreSQL, the key and the pid file lie. */
  dataFolder: string;
  /** The PostgreSQL to use; absent: the local one. */
  databaseUrl: string | undefined;
  port: number;
  secretKeyFile: string | undefined;
}

const schema = schemaValidator('config.json', { every: true });

/**
 * Reads the config file: `file`, else PORTICO_CONFIG, else config/default.json. The only reader of the environment
 * (PORTICO_CONFIG, PORTICO_DATA, DATABASE_URL, PORT, and what `${env:NAME}` names).
 * @throws PorticoError CONFIG_NOT_FOUND, CONFIG_NOT_JSON, CONFIG_INVALID naming path and remedy.
 */
export function readConfig({
  file,
  env = process.env,
}: { file?: string | undefined; env?: NodeJS.ProcessEnv } = {}): ReadConfig {
  const path = resolve(file ?? (env['PORTICO_CONFIG'] || projectPath('config/default.json')));
  const problems: string[] = [];
  const hub = fillIn(parseFile(path), '', env, problems);
  for (const misfit of schema.check(hub))
    // The address of a database or a mail server carries its password (S40).
    problems.push(`${describeMisfits([misfit])}.`.replace(/\/\/[^/@"]*@/g, '//…@'));
  if (!problems.length) problems.push(...checkMeaning(hub as HubConfig));
  const port = readPort(env, problems);
  checkDatabaseUrl(env, problems);
  if (problems.length)
    throw new PorticoError(
      'CONFIG_INVALID',
      `The configuration ${path} cannot be used:\n  ${problems.join('\n  ')}`,
      { details: { file: path, problems } },
    );
  // Its schema has just passed it.
  const config = hub as HubConfig;
  return {
    hub: config,
    file: path,
    dataFolder: resolve(env['PORTICO_DATA'] || '.portico'),
    databaseUrl: env['DATABASE_URL'] || config.database?.url,
    port: port ?? config.port ?? 3000,
    secretKeyFile: config.secretKey === undefined ? undefined : resolve(dirname(path), config.secretKey),
  };
}

function parseFile(path: string): unknown {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new PorticoError(
      'CONFIG_NOT_FOUND',
      `There is no configuration file ${path}. Name one by --config or PORTICO_CONFIG, or leave both out for the default.`,
      { details: { file: path } },
    );
  // Some editors put a byte order mark before the text.
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, which may be a secret (S40).
    const line = text.slice(0, brokenAt(text)).split('\n').length;
    throw new PorticoError(
      'CONFIG_NOT_JSON',
      `The configuration ${path} is not JSON from line ${line} on. Look for a missing comma or quote there.`,
      { details: { file: path, line } },
    );
  }
}

/** No setting of ours or of a vendor is deeper; a file that is could end the process by its depth alone (S47). */
const deepest = 50;

/** How much of a broken JSON text could still have become JSON: a part of it that only ends too soon. */
function brokenAt(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isUnfinished(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isUnfinished(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return new RegExp(`end of JSON|at position ${text.length}\\b`).test(String(error));
  }
}

/** One environment variable by name, for secrets that a command line must not show. */
export const readVariable = (name: string, env: NodeJS.ProcessEnv = process.env): string | undefined =>
  env[name];

/** Puts environment values where the file says `${env:NAME}`. */
function fillIn(
  value: unknown,
  path: string,
  env: NodeJS.ProcessEnv,
  problems: string[],
  depth = 0,
): unknown {
  if (typeof value === 'string')
    return value.replace(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_whole, name: string) => {
      const found = env[name];
      if (found === undefined)
        problems.push(
          `${path || 'it'}: the environment has no ${name}. Set it before the start, or write the value itself.`,
        );
      return found ?? '';
    });
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) {
    problems.push(`${path}: nested more than ${deepest} deep. Make it flatter.`);
    return undefined;
  }
  if (Array.isArray(value))
    return value.map((each, index) =>
      fillIn(each, `${path}.${index}`.replace(/^\./, ''), env, problems, depth + 1),
    );
  // JSON.parse makes "__proto__" an own member, which would be lost in copying: refused by name (S47).
  if (Object.hasOwn(value, '__proto__'))
    problems.push(`${path || 'it'}: a member must not be named __proto__. Remove it.`);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      fillIn(member, path ? `${path}.${name}` : name, env, problems, depth + 1),
    ]),
  );
}

/** What no schema can say. */
function checkMeaning({ connections = [], baseUrl }: HubConfig): string[] {
  const problems: string[] = [];
  const ids = connections.map(({ id }) => id);
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index)))
    problems.push(`connections: two have the id "${id}". Give one of them another id.`);
  if (baseUrl !== undefined && !URL.canParse(baseUrl))
    problems.push(`baseUrl: "${baseUrl}" is no address. Write https:// and the name people open Portico by.`);
  else if (baseUrl !== undefined && !isSafeBase(new URL(baseUrl)))
    problems.push(
      `baseUrl: "${baseUrl}" is http, and only a loopback address may go without TLS. Write https://, or http://127.0.0.1:<port> on this machine.`,
    );
  return problems;
}

const isSafeBase = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

/** What stands in it is not shown: it has a password. */
function checkDatabaseUrl(env: NodeJS.ProcessEnv, problems: string[]): void {
  const url = env['DATABASE_URL'];
  if (!url || (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url))) return;
  problems.push(
    'DATABASE_URL: expected a postgres:// address, found something else. Correct the environment.',
  );
}

function readPort(env: NodeJS.ProcessEnv, problems: string[]): number | undefined {
  const text = env['PORT'];
  if (!text) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  problems.push(`PORT: expected a number from 0 to 65535, found "${text}". Correct the environment.`);
  return undefined;
}
