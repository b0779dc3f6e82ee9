import { codec, hub, manual, native } from 'portico/contract';
import type { Action, Actions, Command, Facts, RecordData } from 'portico/contract';

import { assumed } from './assumed.js';
import { add, edit, idOf, remove, unlessMissing, view, type MobiworkSession } from './client.js';
import { contactActions } from './contact-actions.js';
import { pageOfSome, slashed } from './lists.js';
import type { MobiworkSettings } from './settings.js';
import { externalIdFor, placeFields, workOrderMapping } from './work-order-mapping.js';
import { cleared, differing, plain, textIn } from './write-values.js';

/** What MobiWork can be asked to do, what Portico keeps in its place, and what a person must do there. */
export function actions(facts: Facts, settings: MobiworkSettings): Actions<MobiworkSettings> {
  return {
    ...contactActions(facts, settings),
    ...(facts.modules['workOrder'] && workOrderActions(settings)),
    ...(facts.modules['invoice'] && {
      // M-30: the hub takes no money, and must not book any by a click.
      'invoice.pay': manual(
        'Take the payment and enter it with the invoice in MobiWork (Invoices, Payments).',
      ),
    }),
    ...kept('document'),
    ...kept('faq'),
    ...kept('report'),
    'file.add': hub(),
    'file.get': { how: 'hub' },
  };
}

/** MobiWork has no place for them that an API reaches. */
const kept = (module: 'document' | 'faq' | 'report'): Actions<MobiworkSettings> => ({
  [`${module}.create`]: hub(),
  [`${module}.update`]: hub(),
  [`${module}.delete`]: hub(),
});

function workOrderActions(settings: MobiworkSettings): Actions<MobiworkSettings> {
  const mapping = workOrderMapping(settings);
  /** An order that was taken is taken, even where this tenant cannot show it by itself (mobiwork.md §3, assumed). */
  const differsIn = async (
    session: MobiworkSession,
    id: string,
    wanted: Partial<RecordData>,
  ): Promise<string[]> => {
    const found = await unlessMissing(() => view(session, 'workOrder', id));
    return found ? differing(wanted, () => pick(mapping.read(found), wanted)) : [];
  };
  const create: Action<MobiworkSettings> = native<MobiworkSettings>({
    async write(session, { key, body }) {
      const { customer, contacts, ...wanted } = body;
      const made = await add(session, 'workOrder', {
        customerId: textIn({ body: { customer: customer ?? null } }, 'customer'),
        externalId: externalIdFor(maker(contacts), key),
        ...cleared(mapping.write(wanted)),
        ...(settings.workOrderTypeId !== undefined && { workOrderTypeId: settings.workOrderTypeId }),
      });
      const id = idOf('workOrder', made);
      const differs = await differsIn(session, id, wanted);
      return { id, ...(differs.length && { differs }) };
    },
    // No filter by external id: among the orders made since yesterday, the one that carries this command's key.
    async find(session, { key, body }) {
      const since = new Date(session.now().getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
      const wanted = externalIdFor(maker(body['contacts']), key);
      let cursor;
      do {
        const request = { size: assumed.mostRows, ...(cursor !== undefined && { cursor }) };
        const page = await pageOfSome(
          session,
          { entity: 'workOrder' },
          [{ createdFromDate: slashed(since) }],
          request,
        );
        const found = page.items.find((raw) =>
          [raw['externalId'], raw['externalWorkOrderId']].includes(wanted),
        );
        if (found) return idOf('workOrder', found);
        cursor = page.next;
      } while (cursor !== undefined);
      return undefined;
    },
  });
  return {
    'workOrder.create': create,
    'workOrder.update': native<MobiworkSettings>({
      async write(session, { id = '', body }) {
        const wanted = body as Partial<RecordData>;
        const before = plain(await view(session, 'workOrder', id));
        const held = mapping.read(before);
        // Subject and body are one text there, so both are sent.
        const texts =
          'subject' in wanted || 'body' in wanted
            ? { subject: held.subject ?? '', body: held.body ?? '' }
            : {};
        // Another place is another address: the held one's id and coordinates do not go with it.
        const { fields, ...others } = wanted;
        const place = isMoved(held, fields) ? { fields: { ...held.fields, ...fields } } : {};
        await edit(session, 'workOrder', id, {
          ...before,
          ...cleared(mapping.write({ ...texts, ...others, ...place })),
        });
        const differs = await differsIn(session, id, wanted);
        return differs.length ? { differs } : {};
      },
    }),
    'workOrder.delete': native<MobiworkSettings>({
      async write(session, { id = '' }) {
        await remove(session, 'workOrder', id);
        return {};
      },
    }),
    'workOrder.comment': hub(),
  };
}

/** Who makes it: staff where no contact is named. */
const maker = (contacts: Command['body'][string] | undefined): string =>
  codec.id.decode(Array.isArray(contacts) ? contacts[0] : contacts, 'contacts') ?? 'staff';

const isMoved = (held: RecordData, wanted: RecordData['fields'] = {}): boolean =>
  placeFields.some((name) => name in wanted && (wanted[name] ?? '') !== (held.fields?.[name] ?? ''));

/** Of the vendor's own fields only those that were written are compared. */
function pick(kept: RecordData, { fields }: Partial<RecordData>): RecordData {
  if (!fields || !kept.fields) return kept;
  const written = Object.entries(kept.fields).filter(([name]) => name in fields);
  return { ...kept, fields: Object.fromEntries(written) };
}
