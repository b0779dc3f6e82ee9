import { createHash } from 'node:crypto';
import type { Recording } from './read-recordings.js';
import type { VtigerSimulator } from './start-vtiger-simulator.js';

/** What the real server and the simulator answered to the same request, made comparable. */
export interface Replayed {
  status: [real: number, simulated: number];
  /** Parsed, or the text if it is no JSON. */
  answer: [real: unknown, simulated: unknown];
}

/**
 * Sends recorded requests to a simulator, one after the other. Tokens, sessions and new ids are the server's
 * own, so it learns the simulator's for the recorded ones from each pair of answers, and puts them in place.
 */
export class RecordingReplay {
  private readonly ids = new Map<string, string>();
  private readonly sessions = new Map<string, string>();
  private readonly tokens = new Map<string, string>();
  private lastSession = '';

  constructor(
    private readonly simulator: VtigerSimulator,
    private readonly accessKeys: Record<string, string>,
  ) {}

  /** Says that the recorded id is another one here. */
  learnId(real: string, simulated: string): void {
    this.ids.set(real, simulated);
  }

  idOf(real: string): string {
    return this.ids.get(real) ?? real;
  }

  async send({ request, response }: Recording): Promise<Replayed> {
    const refusesKey = response.body.includes('INVALID_USER_CREDENTIALS');
    const params = (given: Record<string, string>): string => {
      const form = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, this.withIds(value)]),
      );
      if (form['sessionName']) form['sessionName'] = this.session(form['sessionName']);
      if (form['operation'] === 'login' && !refusesKey) {
        const user = form['username'] ?? '';
        form['accessKey'] = md5((this.tokens.get(user) ?? '') + (this.accessKeys[user] ?? ''));
      }
      return new URLSearchParams(form).toString();
    };
    const { pathname } = new URL(request.path, this.simulator.url);
    const headers = { ...request.headers };
    const inHeader = headers['corebos-authorization'];
    if (inHeader) headers['corebos-authorization'] = this.session(inHeader);
    let { body } = request;
    if (request.form) body = params(request.form);
    else if (body?.includes('accessKey')) body = asJson(params(JSON.parse(body) as Record<string, string>));

    const answered = await fetch(
      `${this.simulator.url}${pathname}${request.query ? `?${params(request.query)}` : ''}`,
      { method: request.method, headers, ...(body === undefined ? {} : { body }) },
    );
    const simulated = parsed(await answered.text());
    this.learn(parsed(response.body), simulated, request.query?.['username'] ?? '');
    return {
      status: [response.status, answered.status],
      answer: [parsed(this.withIds(response.body)), simulated],
    };
  }

  private session(recorded: string): string {
    // Made-up ones stay unknown; real ones whose login was not recorded are the admin's.
    if (recorded.startsWith('deadbeef')) return recorded;
    return this.sessions.get(recorded) ?? this.lastSession;
  }

  private withIds(text: string): string {
    return text.replace(/\b\d+x\d+\b/g, (id) => this.idOf(id));
  }

  private learn(real: unknown, simulated: unknown, username: string): void {
    const [a, b] = [resultOf(real), resultOf(simulated)];
    if (typeof b['token'] === 'string') this.tokens.set(username, b['token']);
    if (typeof b['sessionName'] === 'string') {
      this.lastSession = b['sessionName'];
      if (typeof a['sessionName'] === 'string') this.sessions.set(a['sessionName'], b['sessionName']);
    }
    if (typeof a['id'] === 'string' && typeof b['id'] === 'string' && !this.ids.has(a['id'])) {
      this.ids.set(a['id'], b['id']);
    }
    const created = a['success_creates'];
    if (!Array.isArray(created)) return;
    for (const [place, { id }] of (created as { id: string }[]).entries()) {
      this.ids.set(id, (b['success_creates'] as { id: string }[])[place]?.id ?? id);
    }
  }
}

/** The paths at which two values differ, with both; keys in `ignored` are passed over. */
export function differences(
  real: unknown,
  simulated: unknown,
  ignored: ReadonlySet<string>,
  path = '',
): string[] {
  if (isObject(real) && isObject(simulated)) {
    return [...new Set([...Object.keys(real), ...Object.keys(simulated)])]
      .filter((key) => !ignored.has(key))
      .flatMap((key) => differences(real[key], simulated[key], ignored, `${path}/${key}`));
  }
  if (JSON.stringify(real) === JSON.stringify(simulated) || (isHash(real) && isHash(simulated))) return [];
  return [`${path}: ${JSON.stringify(real)} is here ${JSON.stringify(simulated)}`.slice(0, 200)];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A `cbuuid`, by whatever name or place. */
function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value);
}

function resultOf(answer: unknown): Record<string, unknown> {
  const result = isObject(answer) ? answer['result'] : undefined;
  return isObject(result) ? result : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function asJson(form: string): string {
  return JSON.stringify(Object.fromEntries(new URLSearchParams(form)));
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
