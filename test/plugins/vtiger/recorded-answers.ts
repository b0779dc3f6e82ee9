import type { VendorAnswer } from 'portico/contract';

import { readAnswer } from '../../../core/connections/read-answer.js';
import { readRecordings } from '../../simulators/vtiger/read-recordings.js';

/** What a real server answered, read as the hub reads an answer off the wire, by `030-query-count-contacts`. */
export function recordedAnswers(): Map<string, VendorAnswer> {
  return new Map(
    readRecordings().map(({ number, name, response: { status, headers, body } }) => [
      `${number}-${name}`,
      readAnswer({ status, headers, bytes: Buffer.from(body ?? '') }).answer,
    ]),
  );
}
