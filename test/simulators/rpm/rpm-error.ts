/** The texts of rpm.md §5 by which a caller tells RPM's failures apart: there are no codes. */
export type RpmErrorText =
  | 'Permission denied'
  | 'User lacks permission'
  | 'Customer not found'
  | 'No customers'
  | 'No forms'
  | 'Form not found'
  | 'Process not found'
  | 'View not found'
  | 'User not found'
  | 'Username not found'
  | 'User not allowed'
  | 'A customer with that name already exists'
  | 'Customer name or ID must be specified'
  | 'A unique customer name is required';

/** A failure RPM tells its caller, inside a reply of its own (`Result.Error.Message`). */
export class RpmError extends Error {
  override name = 'RpmError';
}

/** Ends the call with one of RPM's known texts. */
export function refuse(text: RpmErrorText): never {
  throw new RpmError(text);
}

/** Ends the call with a text of our own making, because rpm.md has none for the case. */
export function refuseInOurWords(text: string): never {
  throw new RpmError(text);
}
