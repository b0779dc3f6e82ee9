import { randomFillSync } from 'node:crypto';

import { v7 } from 'uuid';

const pool = new Uint8Array(4096);
let used = pool.length;

/** An id of our own: ordered by time, so that indexes grow at their end. Random bytes are drawn many at once. */
export function newId(): string {
  return v7({ rng: draw });
}

function draw(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.slice(used - 16, used);
}
