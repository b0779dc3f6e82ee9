import { Fault } from '../contract/contract.js';
import type { Redactor } from './redact.js';

/** What is known about the call when it fails. */
export interface CallFacts {
  connection: string;
  operation: string;
  status?: number | undefined;
  unknownOutcome?: boolean;
}

const dressed = new WeakSet<Fault>();

/**
 * The Fault that leaves: it names connection, operation and status, and nothing in it (sentence, details,
 * causes, stack) has a secret (S40).
 */
export function dressFault(fault: Fault, facts: CallFacts, redact: Redactor): Fault {
  // One call inside another (a sign-in) has already said what failed.
  if (dressed.has(fault)) return fault;
  const { connection, operation, status, unknownOutcome } = facts;
  const sentence = redact.text(fault.message);
  const clean = new Fault(
    fault.kind,
    sentence.includes(`"${connection}"`) ? sentence : `Connection "${connection}": ${sentence}`,
    {
      ...(fault.retryAt && { retryAt: fault.retryAt }),
      ...(fault.cause !== undefined && { cause: cleanCause(fault.cause, redact) }),
      details: {
        ...(redact.value(fault.details) as Record<string, unknown>),
        connection,
        operation: redact.text(operation),
        ...(status !== undefined && { status }),
        ...(unknownOutcome && { unknownOutcome }),
      },
    },
  );
  // Where it was made; its first line repeats the sentence and goes the same way.
  if (fault.stack) clean.stack = redact.text(fault.stack);
  dressed.add(clean);
  return clean;
}

/** What a plugin's own function yields; what it throws that is no Fault is a `bug`. */
export function byPlugin<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asFault(error);
  }
}

export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  return new Fault('bug', `The plugin failed: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}

/** Only name, message, code and stack of a cause, redacted: an error may carry a whole request. */
function cleanCause(cause: unknown, redact: Redactor, depth = 0): unknown {
  if (!(cause instanceof Error)) return redact.value(cause);
  const clean = new Error(redact.text(cause.message));
  clean.name = cause.name;
  if (cause.stack) clean.stack = redact.text(cause.stack);
  if ('code' in cause && typeof cause.code === 'string')
    Object.assign(clean, { code: redact.text(cause.code) });
  if (cause.cause !== undefined && depth < 4) clean.cause = cleanCause(cause.cause, redact, depth + 1);
  return clean;
}
