import type { JsonInput } from './apptivo-input.js';
import type { ApptivoState } from './apptivo-state.js';

/** The answer of a call whose reply apptivo.md does not have. */
export function unknownReply({ assumptions }: ApptivoState, content: JsonInput): JsonInput {
  if (assumptions.unknownReply === 'empty') return {};
  return assumptions.unknownReply === 'object' ? content : { responseObject: content };
}
