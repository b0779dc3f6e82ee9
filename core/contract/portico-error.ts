/** The facts of an error by name: a connection, a record, a path. Never a secret. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * The one family of errors. `code` is stable and UPPER_SNAKE; the message is a sentence for the person who must
 * act: what failed, with the offending value, and what to do next.
 */
export class PorticoError extends Error {
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(
    code: string,
    sentence: string,
    { cause, details = {} }: { cause?: unknown; details?: ErrorDetails } = {},
  ) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}
