import type { SettingsSchema } from '../contract/contract.js';

/** Takes the secrets of one connection out of whatever is shown, logged or thrown (S40). */
export interface Redactor {
  /** Learns more secrets: the tokens of an opened session. */
  add(secrets: Iterable<string>): void;
  text(text: string): string;
  /** A copy of a log line's or an error's details, in which every string and every name is redacted. */
  value(value: unknown): unknown;
}

const mark = '[secret]';
const shortest = 4;
const deepest = 12;

/** A redactor that knows the values of all `secret: true` members of the settings, however deep they are. */
export function createRedactor({
  schema,
  settings,
}: { schema?: SettingsSchema; settings?: unknown } = {}): Redactor {
  const forms = new Set<string>();

  const redactor: Redactor = {
    add(secrets) {
      for (const secret of secrets)
        if (secret.length >= shortest) for (const form of formsOf(secret)) forms.add(form);
    },
    text: (text) => replaceAll(text, forms),
    value: (value) => redactValue(value, redactor, []),
  };
  if (schema) redactor.add(secretValues(schema, settings));
  return redactor;
}

/** The values of the members that a settings schema marks as secret. */
export function secretValues(schema: unknown, settings: unknown): string[] {
  if (!isObject(schema)) return [];
  if (schema['secret'] === true) return textsOf(settings);
  if (Array.isArray(settings)) return settings.flatMap((each) => secretValues(schema['items'], each));
  if (!isObject(settings)) return [];
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(settings).flatMap(([name, value]) =>
    Object.hasOwn(properties, name) ? secretValues(properties[name], value) : [],
  );
}

/** Every text and number in a JSON value. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

/**
 * Deletes dotted paths from a parsed answer, in place and through lists: `contactList.contact.pin`. What a
 * stream names in `secrets` goes this way before anything is stored or logged.
 */
export function removePaths<T>(value: T, paths: readonly string[]): T {
  for (const path of paths) removePath(value, path.split('.'));
  return value;
}

function removePath(value: unknown, [name, ...rest]: string[]): void {
  if (name === undefined || !isObject(value)) return;
  if (Array.isArray(value)) for (const each of value) removePath(each, [name, ...rest]);
  else if (!Object.hasOwn(value, name)) return;
  else if (rest.length === 0) delete value[name];
  else removePath(value[name], rest);
}

/** A secret as it may come back in an echo: plain, in an address, a form, JSON, HTML, base64. */
function formsOf(secret: string): string[] {
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const address = form
    .replaceAll('+', '%20')
    .replace(/%(21|27|28|29|7E)/g, (code) => decodeURIComponent(code));
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replace(/[&<>"']/g, (sign) => htmlNames[sign] ?? sign);
  const base64 = Buffer.from(secret).toString('base64');
  const lower = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const base64url = Buffer.from(secret).toString('base64url');
  const inText = [secret, json, json.replaceAll('/', '\\/'), html];
  return [
    ...inText,
    form,
    address,
    lower(form),
    lower(address),
    base64,
    base64.replace(/=+$/, ''),
    base64url,
  ];
}

const htmlNames: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Finds all places first and replaces them then, so that one secret inside or across another leaves no
 * rest.
 */
function replaceAll(text: string, forms: Iterable<string>): string {
  const found: { from: number; to: number }[] = [];
  for (const form of forms)
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
      found.push({ from: at, to: at + form.length });
  if (found.length === 0) return text;
  found.sort((a, b) => a.from - b.from);
  let shown = '';
  let end = 0;
  for (const { from, to } of found) {
    if (from >= end) shown += text.slice(end, from) + (end > 0 && from === end ? '' : mark);
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}

function redactValue(value: unknown, redactor: Redactor, above: unknown[]): unknown {
  if (typeof value === 'string') return redactor.text(value);
  // A secret may be a number in JSON.
  if (typeof value === 'number' || typeof value === 'bigint')
    return redactor.text(String(value)) === String(value) ? value : mark;
  if (typeof value === 'symbol' || typeof value === 'function') return undefined;
  if (!isObject(value) || value instanceof Date) return value;
  if (above.includes(value) || above.length > deepest) return '[…]';
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (value instanceof URL) return redactor.text(value.href);
  if (value instanceof Error) return redactor.text(`${value.name}: ${value.message}`);
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((each) => redactValue(each, redactor, path));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [redactor.text(name), redactValue(each, redactor, path)]),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
