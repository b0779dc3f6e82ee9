import { findRow, type RowPlace } from '../../core/records/find-row.js';
import { findLogins, listMemberOrigins, type MemberOrigin } from '../../core/records/contact-rows.js';
import type { TracedItem } from '../../core/records/read-traced-items.js';
import type { FieldTrace, RowTrace } from '../../core/records/row-trace.js';
import { traceRow } from '../../core/records/trace-row.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import type { OpenHub } from '../open-hub.js';
import { moment } from '../say-time.js';
import { pairs, shorten, table } from '../table.js';

const options = { raw: { type: 'boolean' } } as const;
const notes = '--raw  print the whole answers of the vendor, not only the part that the row was read from.';

const contact: Command = {
  usage: 'trace contact <contact>',
  summary: 'Where every field of a contact, of its logins and memberships came from, and why.',
  words: ['contact'],
  options,
  notes,
  async run({ words: [name = ''], options }, { hub: open, print }) {
    const hub = await open();
    const place = await findRow(hub.database.pool, 'contact', name);
    const logins = await findLogins(hub.database.pool, place);
    const rows = await traceAll(hub, [place, ...logins]);
    const members = await listMemberOrigins(hub.database.pool, place);
    print({ rows, members }, () =>
      [...rows.map((row) => describe(row, options['raw'] === true)), describeMembers(members)].join('\n\n\n'),
    );
    return exitCodes.ok;
  },
};

const record: Command = {
  usage: 'trace record <record>',
  summary: 'Where every field of a record came from, and why.',
  words: ['record'],
  options,
  notes,
  async run({ words: [name = ''], options }, { hub: open, print }) {
    const hub = await open();
    const rows = await traceAll(hub, [await findRow(hub.database.pool, 'record', name)]);
    print({ rows }, () => rows.map((row) => describe(row, options['raw'] === true)).join('\n\n'));
    return exitCodes.ok;
  },
};

async function traceAll({ database, connections }: OpenHub, places: RowPlace[]): Promise<RowTrace[]> {
  const traces: RowTrace[] = [];
  for (const place of places)
    traces.push(await traceRow(database.pool, await connections.open(place.connection), place));
  return traces;
}

function describe(trace: RowTrace, whole: boolean): string {
  const { connection, key, id, hash, version, items, fields, syncedAt, deletedAt } = trace;
  const owner = items.find(({ owns }) => owns);
  const raws = whole
    ? items.map((item) => [`Raw, ${item.stream}/${item.item}:`, pretty(item.raw)])
    : [
        [
          `Raw, as it was read from ${owner ? `${owner.stream}/${owner.item}` : 'nowhere'}:`,
          pretty(trace.origin),
        ],
      ];
  return [
    `${key} of ${connection}`,
    pairs(
      [
        ['id', id],
        ['version', `${version}, written ${moment(syncedAt)}`],
        ['hash', `${hash}${trace.current === false ? ' (today it would be another)' : ''}`],
        ['deleted', deletedAt && moment(deletedAt)],
        ['from', items.map(describeItem).join('\n')],
      ],
      '  ',
    ),
    '',
    fields.length
      ? table(['field', 'vendor field', 'raw value', 'value'], fields.flatMap(fieldRows))
      : 'Its fields cannot be followed: there is no raw form that can be mapped.',
    '',
    ...raws.flatMap((lines) => [...lines, '']),
    'Why:',
    ...trace.why.map((sentence) => `- ${sentence}`),
  ].join('\n');
}

const pretty = (raw: unknown): string => (raw === undefined ? '(not kept)' : JSON.stringify(raw, null, 2));

function describeItem({ stream, item, owns, asOf, readAt, quarantined, held }: TracedItem): string {
  const parts = [
    `${stream}/${item}`,
    owns ? 'owns it' : `has a copy${asOf ? ` as of ${moment(asOf)}` : ''}`,
    ...(readAt ? [`read ${moment(readAt)}`] : ['not kept any more']),
    ...(quarantined ? ['newest answer in quarantine'] : []),
    ...(held ? [`newest change held back (${held.change})`] : []),
  ];
  return parts.join(', ');
}

/** One line for each of the vendor's names a field is read from; the value stands in the first. */
function fieldRows({ field, from, value, held, overridden }: FieldTrace): string[][] {
  const note = overridden ? ` (by the connection's map; the mapping alone: ${show(overridden.mapped)})` : '';
  const [first, ...others] = from;
  return [
    [
      field,
      first?.path ?? (held ? '(as it is held)' : "(the plugin's code)"),
      first ? show(first.value) : '',
      show(value) + note,
    ],
    ...others.map((each) => ['', each.path, show(each.value), '"']),
  ];
}

const show = (value: unknown): string => (value === undefined ? '-' : shorten(JSON.stringify(value), 60));

const describeMembers = (members: MemberOrigin[]): string =>
  members.length
    ? `Memberships\n${table(
        ['customer', 'name', 'role', 'since', 'said by'],
        members.map(({ customer, name, role, since, saidBy }) => [
          customer,
          name,
          role,
          moment(since),
          saidBy.join(', '),
        ]),
      )}`
    : 'Memberships: none. No customer of the vendor lists this contact.';

export const traceCommands: CommandGroup = {
  usage: 'trace contact|record <id>',
  summary: 'Where every field came from: item, raw form, mapping, hash, quarantine, why.',
  verbs: { contact, record },
};
