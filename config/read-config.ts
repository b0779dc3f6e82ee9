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
  for (const misfit of schema.check(hub)) problems.push(`${describeMisfits([misfit])}.`);
  if (!problems.length) problems.push(...checkMeaning(hub as HubConfig));
  const port = readPort(env, problems);
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
  try {
    // Some editors put a byte order mark before the text.
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as unknown;
  } catch (cause) {
    throw new PorticoError(
      'CONFIG_NOT_JSON',
      `The configuration ${path} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}. Look for a missing comma or quote there.`,
      { cause, details: { file: path } },
    );
  }
}

/** No setting of ours or of a vendor is deeper; a file that is could end the process by its depth alone (S47). */
const deepest = 50;

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

function readPort(env: NodeJS.ProcessEnv, problems: string[]): number | undefined {
  const text = env['PORT'];
  if (!text) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  problems.push(`PORT: expected a number from 0 to 65535, found "${text}". Correct the environment.`);
  return undefined;
}
