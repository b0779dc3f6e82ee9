import type { AnyStream } from '../contract/contract.js';
import type { Brake } from './brake.js';
import type { FieldMap } from './map-items.js';

/** What every step of one stream's pass needs to know. */
export interface PassContext {
  connectionId: string;
  /** The stream's name. */
  name: string;
  stream: AnyStream;
  /** All streams of the connection: a row that one item drops may live on in another stream's item. */
  streams: Readonly<Record<string, AnyStream>>;
  runId: number;
  leaseToken: string;
  /** Version of the mapping: a change of it makes every item differ. */
  mapping: string;
  map: FieldMap;
  brake: Brake;
  /** Ids with an open row in quarantine, held or issue: what must be cleared when such an item comes good. */
  quarantined: Set<string>;
  held: Set<string>;
  troubled: Set<string>;
}
