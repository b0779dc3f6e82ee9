import type { Bench } from './bench.js';
import { NotShown } from './each-of.js';

/** How many items staff are asked about before it counts as something that they cannot do to this stream. */
const asked = 8;

/** Lets the vendor's staff change or delete one of these items, the last that they can; answers which. */
export async function bidStaff(
  { vendor }: Bench,
  what: 'edit' | 'remove',
  stream: string,
  ids: readonly string[],
): Promise<string> {
  if (!ids.length) throw new NotShown('part', 'It is empty.');
  for (const id of ids.slice(-asked).toReversed())
    if (vendor.change?.[what] && (await vendor.change[what](stream, id)) !== false) return id;
  throw new NotShown('hint', `start has no change.${what} for it.`);
}
