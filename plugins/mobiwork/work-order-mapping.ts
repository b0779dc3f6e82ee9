import { at, codec, derive, mapping } from 'portico/contract';
import type { Mapping, Piece, RecordData } from 'portico/contract';

import { assumed } from './assumed.js';
import type { Raw } from './client.js';
import { customFields, inside } from './customer-mapping.js';
import { day, moment } from './moments.js';
import { customerOf, ownId, statuses } from './record-pieces.js';
import type { MobiworkSettings } from './settings.js';

/** A text in which the first line is the subject, the rest the body. */
const split = (text: string): [string, string] => {
  const [first = '', ...rest] = text.split(/\r?\n/);
  return [first, rest.join('\n')];
};

const description = (raw: object): [string, string] =>
  split(codec.text.decode(Reflect.get(raw, 'description'), 'description') ?? '');

/** What the other of the two has written before; untrimmed, for a body may come first. */
const written = (into: Record<string, unknown>): [string, string] => {
  const { description: text } = into;
  return split(typeof text === 'string' ? text : '');
};

const subject: Piece<string> = {
  paths: ['description'],
  read: (raw) => description(raw)[0].trim().slice(0, 2000) || undefined,
  write: (value, into) => void (into['description'] = [value, written(into)[1]].filter(Boolean).join('\n')),
};

const body: Piece<string> = {
  paths: ['description'],
  read: (raw) => description(raw)[1].trim() || undefined,
  write: (value, into) =>
    void (into['description'] = value ? `${written(into)[0]}\n${value}` : written(into)[0]),
};

/** The place of a work order, by the names of an address. */
export const placeFields = ['address1', 'address2', 'city', 'state', 'zipCode'];

const place = (raw: Raw): Raw => {
  const location = codec.anyObject.decode(raw['location'], 'location') ?? {};
  return codec.anyObject.decode(location['address'], 'location.address') ?? location;
};

const workOrderFields: Piece<NonNullable<RecordData['fields']>> = {
  paths: ['customStatus', 'location', 'customFields'],
  read(given) {
    const raw = given as Raw;
    const named = {
      customStatus: raw['customStatus'],
      ...Object.fromEntries(placeFields.map((each) => [each, place(raw)[each]])),
    };
    return {
      ...Object.fromEntries(
        Object.entries(named).flatMap(([name, value]) => {
          const found = codec.text.decode(value, name);
          return found === undefined ? [] : [[name, found]];
        }),
      ),
      ...customFields(raw),
    };
  },
  write(values, into) {
    const address = Object.fromEntries(Object.entries(values).filter(([name]) => placeFields.includes(name)));
    into['location'] = { address };
  },
};

const key = /^portico:([^:]+):/;

/** Where a work order made here keeps who made it, and by which command: in its external id. */
export const externalIdFor = (contact: string, command: string): string => `portico:${contact}:${command}`;

/** Work orders, two-way where they are written; `users` names the staff. */
export function workOrderMapping(
  settings: MobiworkSettings,
  users: Readonly<Record<string, string>> = {},
): Mapping<Raw, RecordData> {
  const { zone = assumed.zone } = settings;
  const schedules = (raw: Raw) =>
    inside(raw, 'scheduleList', 'schedule').toSorted((a, b) => when(a).localeCompare(when(b)));
  return mapping<Raw, RecordData>({
    number: ownId('workOrder'),
    type: at('workOrderType'),
    subject,
    body,
    ...statuses('workOrder', settings),
    customer: customerOf,
    createdAt: at('createdDate', moment(zone)),
    dates: derive(['scheduleList'], (raw: Raw) => {
      const [next] = schedules(raw);
      const scheduled =
        next &&
        (next['time']
          ? moment(zone).decode(when(next), 'schedule')
          : day.decode(next['date'], 'schedule.date'));
      return scheduled === undefined ? {} : { scheduled };
    }),
    owner: derive(['assignedTo', 'scheduleList'], (raw: Raw) => {
      const user = codec.text.decode(raw['assignedTo'] ?? schedules(raw)[0]?.['userId'], 'assignedTo');
      const name = user === undefined ? undefined : (users[user] ?? (/\D/.test(user) ? user : undefined));
      return name === undefined ? undefined : { name };
    }),
    // M-19: the contact who made it through the hub, and no other.
    contacts: derive(['externalId', 'externalWorkOrderId'], (raw: Raw) => {
      const [, maker] =
        key.exec(codec.text.decode(raw['externalId'] || raw['externalWorkOrderId'], 'externalId') ?? '') ??
        [];
      return maker === undefined ? [] : [maker];
    }),
    parents: derive(['location'], (raw: Raw) => {
      const id = codec.id.decode(place(raw)['addressId'] ?? raw['locationId'], 'location.address.addressId');
      return id === undefined ? [] : [{ module: 'location' as const, id }];
    }),
    fields: workOrderFields,
  });
}

const when = (schedule: Raw): string =>
  [schedule['date'], schedule['time']]
    .filter((each) => typeof each === 'string')
    .join(' ')
    .trim();
