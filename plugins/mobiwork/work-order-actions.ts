import { codec, hub, native } from 'portico/contract';
import type { Actions, Command, RecordData } from 'portico/contract';

import { assumed } from './assumed.js';
import { add, edit, idOf, missing, remove, unless, view, type MobiworkSession } from './client.js';
import { itemsOf, pageOfSome } from './lists.js';
import { daysAgo } from './moments.js';
import type { MobiworkSettings } from './settings.js';
import { externalIdFor, externalIdOf, placeFields, workOrderMapping } from './work-order-mapping.js';
import { cleared, customerIn, differing, plain } from './write-values.js';

/** Work orders are made, changed and deleted by calls of their own; what is said about one Portico keeps. */
export function workOrderActions(settings: MobiworkSettings): Actions<MobiworkSettings> {
  const mapping = workOrderMapping(settings);
  /** An order that was taken is taken, even where this tenant cannot show it by itself (mobiwork.md §3, assumed). */
  const kept = async (session: MobiworkSession, id: string, wanted: Partial<RecordData>) => {
    const found = await unless(missing, () => view(session, 'workOrder', id));
    return found ? differing(wanted, () => only(mapping.read(found), wanted)) : {};
  };
  return {
    'workOrder.create': native<MobiworkSettings>({
      async write(session, { key, body }) {
        const { customer = null, contacts, ...wanted } = body;
        const made = await add(session, 'workOrder', {
          customerId: customerIn({ body: { customer } }),
          externalId: externalIdFor(maker(contacts), key),
          ...cleared(mapping.write(wanted)),
          ...(settings.workOrderTypeId !== undefined && { workOrderTypeId: settings.workOrderTypeId }),
        });
        const id = idOf('workOrder', made);
        return { id, ...(await kept(session, id, wanted)) };
      },
      // No filter by external id: among the latest orders, the one that carries this command's key.
      async find(session, { key, body }) {
        const since = { createdFromDate: daysAgo(session, assumed.recentDays) };
        const wanted = externalIdFor(maker(body['contacts']), key);
        for await (const raw of itemsOf((request) => pageOfSome(session, 'workOrder', [since], request)))
          if (externalIdOf(raw) === wanted) return idOf('workOrder', raw);
        return undefined;
      },
    }),
    'workOrder.update': native<MobiworkSettings>({
      async write(session, { id = '', body }) {
        const wanted = body as Partial<RecordData>;
        const before = plain(await view(session, 'workOrder', id));
        const { subject = '', body: text = '', fields: held = {} } = mapping.read(before);
        const { fields = {}, ...others } = wanted;
        // Another place is another address: the held one's id and coordinates do not go with it.
        const isMoved = placeFields.some(
          (each) => each in fields && (fields[each] ?? '') !== (held[each] ?? ''),
        );
        const changes = {
          // Subject and body are one text there, so both are sent.
          ...(('subject' in wanted || 'body' in wanted) && { subject, body: text }),
          ...others,
          ...(isMoved && { fields: { ...held, ...fields } }),
        };
        await edit(session, 'workOrder', id, { ...before, ...cleared(mapping.write(changes)) });
        return kept(session, id, wanted);
      },
    }),
    'workOrder.delete': native<MobiworkSettings>({
      write: async (session, { id = '' }) => (await remove(session, 'workOrder', id), {}),
    }),
    'workOrder.comment': hub(),
  };
}

/** Who makes it: staff where no contact is named. */
const maker = (contacts: Command['body'][string] | undefined): string =>
  codec.id.decode(Array.isArray(contacts) ? contacts[0] : contacts, 'contacts') ?? 'staff';

/** Of the vendor's own fields only those that were written are compared. */
function only(kept: RecordData, { fields = {} }: Partial<RecordData>): RecordData {
  const written = Object.entries(kept.fields ?? {}).filter(([name]) => name in fields);
  return { ...kept, fields: Object.fromEntries(written) };
}
