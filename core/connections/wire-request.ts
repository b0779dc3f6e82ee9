import { Fault, type Parameters, type Transport, type VendorRequest } from '../contract/contract.js';
import { buildXml } from './xml.js';

/** The address that a connection's paths are below; a `config` fault where it cannot be one. */
export function readBase(base: string): URL {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    throw unusable(`"${base}" is not a web address. Write it whole: https://crm.example/api/.`);
  if (url.username || url.password)
    throw unusable('The address carries a user name or password. Put these into their own settings.');
  if (url.search || url.hash) throw unusable(`"${base}" has a "?" or "#". Write only where the paths begin.`);
  return url;
}

const unusable = (sentence: string): Fault => new Fault('config', sentence, { details: { neverSent: true } });

/** Does a link lead to another host than the connection's? There the sign-in is not shown. */
export function isElsewhere(base: URL, path: string): boolean {
  return isWhole(path) && new URL(path).origin !== base.origin;
}

const isWhole = (path: string): boolean => /^https?:\/\//i.test(path) && URL.canParse(path);

/**
 * The whole address of a call. A path that would leave the base is the plugin's mistake: an id put in
 * unescaped; only a link to a file may be a whole address that the vendor gave, and the guard judges that too.
 */
export function resolveUrl(
  base: URL,
  path: string,
  { query = {}, isLink }: { query?: Parameters | undefined; isLink: boolean },
): URL {
  const url = isLink && isWhole(path) ? new URL(path) : resolvePath(base, path);
  for (const [name, value] of parametersOf(query)) url.searchParams.append(name, value);
  return url;
}

function resolvePath(base: URL, path: string): URL {
  const below = base.pathname.replace(/\/*$/, '/');
  const text = path === '' ? base.href : `${base.origin}${below}${path.replace(/^\/+/, '')}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.origin !== base.origin || url.hash || !(path === '' || url.pathname.startsWith(below)))
    throw new Fault(
      'bug',
      `The path "${path}" is not below the connection's address. Escape what goes into it.`,
      {
        details: { neverSent: true },
      },
    );
  return url;
}

/**
 * A body as it goes out. A form's arrays repeat the name, its objects go as JSON text; FormData goes as multipart
 * whatever the dialect.
 */
export async function encodeBody(
  send: NonNullable<Transport<unknown>['send']>,
  body: VendorRequest['body'],
): Promise<{ data: string | Buffer; type: string } | undefined> {
  if (body === undefined) return undefined;
  if (body instanceof FormData) {
    const parts = new Response(body);
    return { data: Buffer.from(await parts.arrayBuffer()), type: parts.headers.get('content-type') ?? '' };
  }
  if (send === 'json') return { data: JSON.stringify(body), type: 'application/json' };
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Fault('bug', 'The body of a form, or of XML, is an object of its fields.', {
      details: { neverSent: true },
    });
  if (send === 'xml') return { data: buildXml(body), type: 'application/xml' };
  const form = new URLSearchParams(parametersOf(body));
  return { data: form.toString(), type: 'application/x-www-form-urlencoded' };
}

function parametersOf(parameters: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((each): [string, string][] =>
      each === undefined ? [] : [[name, textOf(each)]],
    ),
  );
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
