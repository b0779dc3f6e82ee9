import { PorticoError } from '../core/contract/portico-error.js';

/** The command line itself is wrong: exit code 2, with the usage behind the sentence. */
export class UsageError extends PorticoError {
  constructor(sentence: string) {
    super('USAGE', sentence);
  }
}
