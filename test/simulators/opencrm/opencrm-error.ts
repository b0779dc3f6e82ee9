/** A failure OpenCRM tells its caller as `{error}` inside HTTP 200 (opencrm.md §5). */
export class OpencrmError extends Error {
  override name = 'OpencrmError';
}

/** Ends the call with a text. */
export function refuse(text: string): never {
  throw new OpencrmError(text);
}
