/** An answer with `success: false`, which comes with HTTP 200 (V-1). The code is text, or vtiger's number 0. */
export class VtigerError extends Error {
  constructor(
    readonly code: string | number,
    message: string,
  ) {
    super(message);
  }
}

/** The refusal of nearly everything: rights, unknown modules, missing records (V-1). */
export const denied = (what = ''): VtigerError =>
  new VtigerError('ACCESS_DENIED', `Permission to perform the operation is denied${what}`);

/** What a missing or empty id gets on reading (c081, c086). */
export const wrongId = (): VtigerError =>
  new VtigerError('INVALID_ID_ATTRIBUTE', 'Id specified is incorrect');

/** What the server says when its own query broke (c062). */
export const unknownError = (): VtigerError =>
  new VtigerError('INTERNAL_SERVER_ERROR', 'Unknown Error while processing request');

/** What a PHP process that died answers: a status and no body (V-2, c950). */
export class PhpFatal extends Error {}
