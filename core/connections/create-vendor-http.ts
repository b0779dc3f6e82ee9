import { createHash } from 'node:crypto';

import type { Clock } from '../clock.js';
import {
  Fault,
  type Auth,
  type Download,
  type Plugin,
  type SessionLog,
  type VendorHttp,
  type VendorRequest,
} from '../contract/contract.js';
import { asFault, byPlugin, dressFault } from './call-fault.js';
import { createExchange, type Exchange } from './create-exchange.js';
import type { OutboundGuard } from './outbound-guard.js';
import type { RateBudget } from './rate-budget.js';
import { secretValues, textsOf, type Redactor } from './redact.js';
import { retryCalls } from './retry-calls.js';
import type { OpenedSession, VendorSessions } from './vendor-sessions.js';
import { isElsewhere, readBase } from './wire-request.js';

export interface VendorHttpOptions<S> {
  plugin: Pick<Plugin<S>, 'id' | 'settings' | 'transport' | 'account' | 'limits'>;
  connectionId: string;
  settings: S;
  redact: Redactor;
  outbound: OutboundGuard;
  budget: RateBudget;
  sessions: VendorSessions;
  clock: Clock;
  signal: AbortSignal;
  log: SessionLog;
  /**
   * `read` repeats any call whose failure passes, reads by POST too. `write` never repeats a call whose
   * outcome is unknown: it throws with `details.unknownOutcome`, and only a call that was never sent or was
   * refused by a limit goes out again.
   */
  mode: 'read' | 'write';
  /** The largest answer, unpacked (S43). Default 64 MB. */
  maxBytes?: number;
  firstWaitMs?: number;
}

/**
 * Below this length a member of a session is an id or a version, not a token; blanking it would blank a
 * lot.
 */
const shortestToken = 8;
const telling = /auth|cookie|token|key|secret|password|session/i;

/**
 * The calls of one connection: base address, sign-in, budget, retries, limits and faults, all by what the
 * plugin declares. Faults name connection, operation and status, and carry no secret (S40, S41, S43).
 */
export function createVendorHttp<S>(options: VendorHttpOptions<S>): VendorHttp {
  const { plugin, connectionId, settings, redact, sessions, clock, signal, log, mode } = options;
  const { transport } = plugin;
  const { auth } = transport;
  const { maxBytes = 64 * 2 ** 20, firstWaitMs = 500 } = options;

  const account = accountKey(plugin.id, plugin.account?.(settings), connectionId);
  const budget = options.budget.of(account, plugin.limits?.(settings) ?? []);
  const exchange = createExchange({ ...options, transport, budget, maxBytes });

  const repeat = <T>(call: () => Promise<T>, how: 'read' | 'write'): Promise<T> =>
    retryCalls(call, {
      tries: 3,
      firstWaitMs,
      mayRepeat: ({ kind, details }) =>
        how === 'read' ||
        kind === 'rateLimited' ||
        details['neverSent'] === true ||
        details['unknownOutcome'] === false,
      onWait({ message, kind, details }, ms) {
        const seconds = Math.round(ms / 100) / 10;
        log.warn(redact.text(message), { ...details, kind, triedAgainAfter: `${seconds}s` });
      },
      now: () => clock.now(),
      signal,
    });

  if (auth?.how !== 'session')
    return httpOf(async (request, operation, how) => {
      const headers = how?.bytes && isElsewhere(base(), request.path) ? {} : headersOf(auth);
      return repeat(() => exchange({ ...request, headers }, operation, how), mode);
    });

  return httpOf(async (request, operation, how) => {
    if (how?.bytes && isElsewhere(base(), request.path))
      return repeat(() => exchange(request, operation, how), mode);
    const callWith = ({ session }: OpenedSession): Promise<unknown> =>
      repeat(() => exchange(applied(session, request, operation), operation, how), mode);
    const opened = await openSession(auth);
    try {
      return await callWith(opened);
    } catch (fault) {
      if (!(fault instanceof Fault && fault.kind === 'auth')) throw fault;
    }
    return await callWith(await openSession(auth, opened));
  });

  function base(): URL {
    return dressing('sign-in', () => readBase(transport.base(settings)));
  }

  function headersOf(how: typeof auth): Record<string, string> {
    if (how?.how !== 'headers') return {};
    const headers = dressing('sign-in', () => how.headers(settings));
    // Basic and the like are the secrets in another form.
    for (const [name, value] of Object.entries(headers))
      if (telling.test(name)) redact.add([value, ...value.split(' ')].filter(isToken));
    return headers;
  }

  function applied(
    session: OpenedSession['session'],
    request: VendorRequest,
    operation: string,
  ): VendorRequest {
    return dressing(operation, () => (auth?.how === 'session' ? auth.apply(session, request) : request));
  }

  async function openSession(
    { open }: Extract<Auth<S>, { how: 'session' }>,
    refused?: OpenedSession,
  ): Promise<OpenedSession> {
    const address = dressing('sign-in', () => transport.base(settings));
    const fingerprint = hash(address, ...secretValues(plugin.settings, settings));
    // Whatever the mode, signing in writes nothing; and since a challenge is good for one use, its calls are
    // not repeated one by one but all together.
    const bare = createExchange({ ...options, transport, budget, maxBytes, mode: 'read' });
    const signIn = () =>
      repeat(async () => {
        try {
          return await open(httpOf(bare), settings);
        } catch (error) {
          throw dress(asFault(error), 'sign-in');
        }
      }, 'read');
    try {
      const opened = await sessions.get({ account, fingerprint, signIn, signal }, refused);
      redact.add(textsOf(opened.session).filter(isToken));
      return opened;
    } catch (error) {
      throw error instanceof Fault ? dress(error, 'sign-in') : error;
    }
  }

  function dress(fault: Fault, operation: string): Fault {
    return dressFault(fault, { connection: connectionId, operation }, redact);
  }

  function dressing<T>(operation: string, work: () => T): T {
    try {
      return byPlugin(work);
    } catch (error) {
      throw dress(asFault(error), operation);
    }
  }
}

function httpOf(call: Exchange): VendorHttp {
  const send = (request: Omit<VendorRequest, 'headers'>, how?: { bytes: boolean }): Promise<unknown> =>
    call({ ...request, headers: {} }, `${request.method} ${request.path.replace(/[?#].*$/s, '')}`, how);
  return {
    get: (path, query) => send({ method: 'GET', path, query }),
    post: (path, body, query) => send({ method: 'POST', path, body, query }),
    put: (path, body) => send({ method: 'PUT', path, body }),
    patch: (path, body) => send({ method: 'PATCH', path, body }),
    delete: (path, query) => send({ method: 'DELETE', path, query }),
    // An exchange for bytes answers a Download and nothing else.
    download: async (path, query) =>
      (await send({ method: 'GET', path, query }, { bytes: true })) as Download,
  };
}

const isToken = (text: string): boolean => text.length >= shortestToken;

/** The vendor account that budget and sign-in are shared over. The plugin's word and our id never meet. */
const accountKey = (pluginId: string, account: string | undefined, connectionId: string): string =>
  hash(pluginId, account === undefined ? 'connection' : 'account', account ?? connectionId);

const hash = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
