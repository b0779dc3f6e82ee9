import type { Call } from '../simulator.js';

import { ASSUMED_TEXTS } from './apptivo-assumptions.js';

/** Told as `{"status":"FAILURE","reason":…}` inside HTTP 200 (apptivo.md §5). */
export class ApptivoFailure extends Error {}

/** A JSON object that came as text in a parameter. */
export type JsonInput = Record<string, unknown>;

/** The parameters of a call: of its address and, for a form, of its body; structured ones are JSON texts (§2). */
export class Params {
  /** The address that the caller knows the server by. */
  readonly origin: string;
  private readonly values: URLSearchParams;

  constructor({ url, headers, body }: Call) {
    this.origin = `http://${headers.host ?? ''}`;
    this.values = new URLSearchParams(url.search);
    const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
    for (const [name, value] of isForm ? new URLSearchParams(body) : []) this.values.append(name, value);
  }

  text(name: string): string {
    return this.values.get(name) ?? '';
  }

  number(name: string): number | undefined {
    return toId(this.text(name));
  }

  needed(name: string): number {
    const value = this.number(name);
    if (value === undefined) throw new ApptivoFailure(ASSUMED_TEXTS.missing(name));
    return value;
  }

  object(name: string): JsonInput {
    const value = this.json(name);
    if (!isObject(value)) throw new ApptivoFailure(ASSUMED_TEXTS.missing(name));
    return value;
  }

  /** `["caseStatus"]`; nothing for a parameter that was not given. */
  names(name: string): string[] {
    const value = this.text(name) === '' ? [] : this.json(name);
    if (!Array.isArray(value)) throw new ApptivoFailure(ASSUMED_TEXTS.missing(name));
    return value.map(String);
  }

  isOn(name: string): boolean {
    return ['true', 'y'].includes(this.text(name).toLowerCase());
  }

  private json(name: string): unknown {
    try {
      return JSON.parse(this.text(name));
    } catch {
      throw new ApptivoFailure(ASSUMED_TEXTS.missing(name));
    }
  }
}

/** Ids are numbers, and the same as texts. */
export function toId(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const id = Number(value);
  return value !== '' && Number.isSafeInteger(id) ? id : undefined;
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function isObject(value: unknown): value is JsonInput {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectsOf(value: unknown): JsonInput[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
