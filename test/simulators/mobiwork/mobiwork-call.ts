import type { MobiworkUser } from './mobiwork-data.js';
import type { MobiworkState } from './mobiwork-state.js';
import type { XmlRecord } from './write-xml.js';
import type { XmlInput } from './xml-input.js';

/** One call that came with a good token: what the path, the query and the body say, and whom it acts as. */
export interface MobiworkCall {
  state: MobiworkState;
  id: number;
  query: URLSearchParams;
  input: XmlInput;
  user: MobiworkUser;
}

/** Calls by name, `customer/edit`. Deletes are a GET (mobiwork.md §3). */
export type Handlers = Record<string, { method: 'GET' | 'POST'; run(call: MobiworkCall): XmlRecord }>;
