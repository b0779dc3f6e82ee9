import { at, codec, derive, mapping } from 'portico/contract';
import type { Mapping, Piece, RecordData } from 'portico/contract';

import { assumed } from './assumed.js';
import type { Raw } from './client.js';
import { customFields, filled, inside } from './customer-mapping.js';
import { day, moment } from './moments.js';
import { common } from './record-mapping.js';
import type { MobiworkSettings } from './settings.js';

/** Subject (0) or body (1): the first line of a description, and the rest. */
const half = (which: 0 | 1): Piece<string> => ({
  paths: ['description'],
  read(raw) {
    const both = halves(codec.text.decode(Reflect.get(raw, 'description'), 'description'));
    return both[which].trim().slice(0, which ? undefined : 2000) || undefined;
  },
  write(value, into) {
    const both = halves(into['description']);
    both[which] = value;
    into['description'] = both[1] ? both.join('\n') : both[0];
  },
});

/** Untrimmed at the end, for a body may be written first. */
function halves(text: unknown): [string, string] {
  const [first = '', ...rest] = typeof text === 'string' ? text.split(/\r?\n/) : [];
  return [first, rest.join('\n')];
}

/** The place of a work order, by the names of an address. */
export const placeFields = ['address1', 'address2', 'city', 'state', 'zipCode'];

const place = (raw: Raw): Raw => {
  const location = codec.anyObject.decode(raw['location'], 'location') ?? {};
  return codec.anyObject.decode(location['address'], 'location.address') ?? location;
};

const fields: Piece<NonNullable<RecordData['fields']>> = {
  paths: ['customStatus', 'location', 'customFields'],
  read(given) {
    const raw = given as Raw;
    const named = [
      ['customStatus', raw['customStatus']],
      ...placeFields.map((each) => [each, place(raw)[each]]),
    ];
    return {
      ...filled(
        Object.fromEntries(named.map(([name, value]) => [name, codec.text.decode(value, String(name))])),
      ),
      ...customFields(raw),
    };
  },
  write(values, into) {
    const address = Object.fromEntries(Object.entries(values).filter(([name]) => placeFields.includes(name)));
    into['location'] = { address };
  },
};

const maker = /^portico:([^:]+):/;

/** Where a work order made here keeps who made it, and by which command: in its external id. */
export const externalIdFor = (contact: string, command: string): string => `portico:${contact}:${command}`;

/** The external id, by both of the names it is seen by. */
export const externalIdOf = (raw: Raw): string =>
  codec.text.decode(raw['externalId'] || raw['externalWorkOrderId'], 'externalId') ?? '';

const when = (schedule: Raw): string => [schedule['date'], schedule['time']].filter(Boolean).join(' ');

/** Work orders, two-way where they are written; `users` names the staff. */
export function workOrderMapping(
  settings: MobiworkSettings,
  users: Readonly<Record<string, string>> = {},
): Mapping<Raw, RecordData> {
  const byZone = moment(settings.zone ?? assumed.zone);
  const schedules = (raw: Raw) =>
    inside(raw, 'scheduleList', 'schedule').toSorted((a, b) => when(a).localeCompare(when(b)));
  return mapping<Raw, RecordData>({
    ...common('workOrder', 'workOrder', settings),
    type: at('workOrderType'),
    subject: half(0),
    body: half(1),
    dates: derive(['scheduleList'], (raw: Raw) => {
      const [next] = schedules(raw);
      return filled({ scheduled: next && (next['time'] ? byZone : day).decode(when(next), 'schedule') });
    }),
    owner: derive(['assignedTo', 'scheduleList'], (raw: Raw) => {
      const user = codec.text.decode(raw['assignedTo'] ?? schedules(raw)[0]?.['userId'], 'assignedTo');
      const name = user === undefined ? undefined : (users[user] ?? (/\D/.test(user) ? user : undefined));
      return name === undefined ? undefined : { name };
    }),
    // M-19: the contact who made it through the hub, and no other.
    contacts: derive(['externalId', 'externalWorkOrderId'], (raw: Raw) =>
      [maker.exec(externalIdOf(raw))?.[1]].filter((each) => each !== undefined),
    ),
    parents: derive(['location'], (raw: Raw) => {
      const id = codec.id.decode(place(raw)['addressId'] ?? raw['locationId'], 'location.address.addressId');
      return id === undefined ? [] : [{ module: 'location' as const, id }];
    }),
    fields,
  });
}
