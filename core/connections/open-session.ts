import type { Clock } from '../clock.js';
import type { Facts, Session, SessionLog, VendorHttp } from '../contract/contract.js';
import type { Redactor } from './redact.js';

/** Everything a plugin may touch during one run; opened anew for each, since `once` remembers. */
export function openSession<S>({
  connectionId,
  http,
  settings,
  facts,
  log,
  redact,
  clock,
}: {
  connectionId: string;
  http: VendorHttp;
  settings: S;
  facts: Facts;
  log: SessionLog;
  redact: Redactor;
  clock: Clock;
}): Session<S> {
  const reads = new Map<string, Promise<unknown>>();

  return {
    http,
    settings: freeze(structuredClone(settings)),
    facts,
    log: redactingLog(log, { connectionId, redact }),
    now: () => clock.now(),
    async once<T>(key: string, read: () => Promise<T>): Promise<T> {
      const known = reads.get(key);
      // The plugin reads one kind of thing under one key, which no type can know.
      if (known) return (await known) as T;
      const reading = read();
      reads.set(key, reading);
      try {
        return await reading;
      } catch (error) {
        // Those who wait now share the failure; who comes later tries again.
        reads.delete(key);
        throw error;
      }
    },
  };
}

/** Lines under the connection's name, without its secrets (S40). */
export function redactingLog(
  log: SessionLog,
  { connectionId, redact }: { connectionId: string; redact: Redactor },
): SessionLog {
  const cleaned = (details: Record<string, unknown> = {}): Record<string, unknown> => ({
    ...(redact.value(details) as Record<string, unknown>),
    connection: connectionId,
  });
  return {
    info: (message, details) => log.info(redact.text(message), cleaned(details)),
    warn: (message, details) => log.warn(redact.text(message), cleaned(details)),
  };
}

function freeze<T>(value: T): Readonly<T> {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}
