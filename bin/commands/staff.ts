import { addStaffKey, listStaffKeys, revokeStaffKey } from '../../core/identity/staff-keys.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { moment } from '../say-time.js';
import { table } from '../table.js';
import { whoRuns } from '../who-runs.js';

const keys: Command = {
  usage: 'staff keys',
  summary: 'The keys of programs that act for staff over the API.',
  words: [],
  async run(_input, { hub: open, print }) {
    const { database } = await open();
    const found = await listStaffKeys(database.pool);
    print({ keys: found }, () =>
      found.length
        ? table(
            ['key', 'made', 'by', 'last used'],
            found.map((each) => [
              each.name,
              moment(each.createdAt),
              each.createdBy,
              each.usedAt ? moment(each.usedAt) : 'never',
            ]),
          )
        : 'There is no key. Make one by `portico staff add-key <name>`.',
    );
    return exitCodes.ok;
  },
};

const addKey: Command = {
  usage: 'staff add-key <name>',
  summary: 'Make a key for a program that acts for staff over /api/v1/admin; it is shown this once.',
  words: ['name'],
  async run({ words: [name = ''] }, { hub: open, print }) {
    const { identity } = await open();
    const { key } = await addStaffKey(identity, { name, who: whoRuns() });
    print({ name, key }, () =>
      [
        key,
        '',
        `This is the key "${name}". It is not shown again: put it where the program finds its secrets.`,
        'The program sends it with each call: Authorization: Bearer <key>',
      ].join('\n'),
    );
    return exitCodes.ok;
  },
};

const revokeKey: Command = {
  usage: 'staff revoke-key <name>',
  summary: 'End a key at once.',
  words: ['name'],
  async run({ words: [name = ''] }, { hub: open, print }) {
    const { identity } = await open();
    await revokeStaffKey(identity, { name, who: whoRuns() });
    print({ name, revoked: true }, () => `The key "${name}" is good no more.`);
    return exitCodes.ok;
  },
};

export const staffCommands: CommandGroup = {
  usage: 'staff keys|add-key|revoke-key',
  summary: 'Programs that act for staff over the API.',
  verbs: { keys, 'add-key': addKey, 'revoke-key': revokeKey },
};
