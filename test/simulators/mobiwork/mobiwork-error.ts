import type { Refusal } from './mobiwork-assumptions.js';

/** Code and text of every refusal. Only the code 1010 is MobiWork's (mobiwork.md §5); the others are ours. */
const REFUSALS = {
  notXml: ['1000', 'The request is not valid XML'],
  wrongLogin: ['1002', 'Login failed'],
  connectorOff: ['1003', 'The REST API connector is not enabled'],
  wrongClient: ['1004', 'Unknown client'],
  unknownUser: ['1005', 'User not found or not active'],
  notFound: ['1006', 'Not found'],
  required: ['1007', 'A required value is missing'],
  invalid: ['1008', 'A value is not valid'],
  hasWorkOrders: ['1010', 'Customer has work orders'],
  primaryLeftOut: ['1011', 'The primary contact cannot be removed'],
  noRight: ['1014', 'You do not have permission for this'],
  noAction: ['1013', 'No such action'],
  unknownContact: ['1012', 'No such contact of this customer'],
} as const;

/** Texts of answers to deletes; the file says only that there is one. */
export const DELETED = 'Deleted successfully';

/** A refusal on its way out; `which` values are told, as a vendor's own message would. */
export class MobiworkError extends Error {
  readonly code: string;

  constructor(reason: keyof typeof REFUSALS, which?: string) {
    const [code, text] = REFUSALS[reason];
    super(which === undefined ? text : `${text}: ${which}`);
    this.code = code;
  }
}

/** A call without a token that is good; what it says is an assumption. */
export class TokenError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.text);
  }
}
