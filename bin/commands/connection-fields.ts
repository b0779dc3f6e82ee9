import { discoverFields, type ModuleFields } from '../../core/records/mapped-fields.js';
import { exitCodes, type Command } from '../command.js';
import { moment } from '../say-time.js';
import { shorten, table } from '../table.js';

export const fieldsCommand: Command = {
  usage: 'connections fields <connection>',
  summary:
    'What was discovered at the vendor: modules, types, statuses, fields, and which of them are mapped.',
  words: ['connection'],
  notes: 'Where nothing has been discovered yet, the vendor is asked now.',
  async run({ words: [id = ''] }, { hub: open, print, signal }) {
    const { connections, database, clock } = await open();
    const found = await discoverFields(database, await connections.open(id), { now: clock.now(), signal });
    print(found, () =>
      [
        `Discovered at ${id} on ${moment(found.at)}; its dates are in ${found.zone}.`,
        ...found.modules.map(describe),
        ...found.mapped.map(({ subject, fields }) =>
          [
            `Mapped to ${subject}`,
            table(
              ['field', 'vendor field'],
              Object.entries(fields).map(([field, paths]) => [
                field,
                paths.length ? shorten(paths.join(', '), 120) : "(the plugin's code)",
              ]),
            ),
          ].join('\n'),
        ),
        ...(found.mapped.length ? [] : [`What is mapped shows after the first \`portico sync ${id}\`.`]),
      ].join('\n\n'),
    );
    return exitCodes.ok;
  },
};

function describe({ module, label, types = [], statuses = [], fields }: ModuleFields): string {
  return [
    `${module}  ${label}`,
    ...(types.length
      ? [
          `  types: ${types.map(({ id, label, open }) => `${id} ${label}${open ? ' (open)' : ''}`).join(', ')}`,
        ]
      : []),
    ...(statuses.length
      ? [`  statuses: ${statuses.map(({ name, group }) => `${name} (${group})`).join(', ')}`]
      : []),
    ...(fields.length
      ? [
          table(
            ['name', 'label', 'type', 'needed', 'editable', 'mapped to', 'options'],
            fields.map((each) => [
              each.name,
              each.label,
              each.type,
              each.required ? 'yes' : '',
              each.editable === false ? 'no' : 'yes',
              each.mappedTo.join(', '),
              shorten((each.options ?? []).join(', '), 60),
            ]),
          ),
        ]
      : ['  no fields of its own']),
  ].join('\n');
}
