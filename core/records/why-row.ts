import type { Connection } from '../connections/connection.js';
import { keptStreamName } from './kept-stream.js';
import type { RowTrace } from './row-trace.js';

/** Why a row is as it is, in sentences. */
export function whyRow(
  { items, deletedAt, current, fields, asOf, syncedAt }: Omit<RowTrace, 'why'>,
  { id, paused }: Pick<Connection, 'id' | 'paused'>,
): string[] {
  const owner = items.find(({ owns }) => owns);
  const copies = items.filter(({ owns }) => !owns);
  const name = owner ? `${owner.stream}/${owner.item}` : 'an item';
  const why: string[] = [];
  if (deletedAt)
    why.push(
      `It is deleted since ${deletedAt.toISOString()}: no item of the vendor gives it any more. The last one was ${name}.`,
    );
  else if (copies.length)
    why.push(
      `${items.length} items give it; the copy of ${name} counts, being the newest${asOf ? ` (as of ${asOf.toISOString()})` : ''}, or of equally new ones the first by name.`,
    );
  else if (owner?.stream === keptStreamName)
    why.push('Portico keeps it itself, since the vendor has no place for it.');
  else why.push(`Only ${name} gives it.`);
  if (!deletedAt && owner && owner.raw === undefined)
    why.push(`The vendor's answer for ${name} is not kept any more. A full sync reads it again.`);
  if (current === true && !deletedAt)
    why.push(
      `It is what the mapping makes of that ${owner?.stream === keptStreamName ? 'record' : 'answer'} today; content last written ${syncedAt.toISOString()}.`,
    );
  if (current === false)
    why.push(
      `The mapping, the settings or what was discovered have changed since it was written: today the same answer gives other values. The next sync, or \`portico sync ${id} --remap\`, brings them in.`,
    );
  if (current === undefined && owner?.raw !== undefined && !deletedAt)
    why.push(
      `The answer kept for ${name} does not give it any more, so its fields are shown as they are held.`,
    );
  for (const { stream, item, quarantined, held } of items) {
    if (quarantined)
      why.push(
        `The newest answer for ${stream}/${item} is in quarantine, so an older good one counts: ${quarantined.sentence}`,
      );
    if (held)
      why.push(
        `A change of ${stream}/${item} is held back (${held.change === 'gone' ? 'the vendor no longer lists it' : 'it would take something away'}): ${held.reason} See \`portico deletes list ${id}\`.`,
      );
  }
  const overridden = fields.flatMap((each) => (each.overridden ? [each.field] : []));
  if (overridden.length) why.push(`By the connection's own map, not the plugin's: ${overridden.join(', ')}.`);
  if (paused) why.push(`Connection ${id} is paused, so nothing newer comes in.`);
  return why;
}
