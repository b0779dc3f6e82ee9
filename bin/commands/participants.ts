import { autoAdd, previewAutoAdd, type Added } from '../../core/participants/auto-add.js';
import { addParticipant, removeParticipant } from '../../core/participants/change-participant.js';
import { parseSince, readRules, ruleKey } from '../../core/participants/read-rules.js';
import { setRule } from '../../core/participants/set-rule.js';
import type { Enqueued } from '../../core/sync/outbox/enqueue-command.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { numberOption, textOption } from '../read-command-line.js';
import { moment } from '../say-time.js';
import { count, table } from '../table.js';
import { UsageError } from '../usage-error.js';

const rules: Command = {
  usage: 'participants rules <connection> [type] [--on | --since <moment> | --off]',
  summary: 'Auto-add by type (form.12, or a whole module): show the rules, or switch one.',
  words: ['connection', 'type?'],
  options: { on: { type: 'boolean' }, since: { type: 'string' }, off: { type: 'boolean' } },
  async run(input, { hub: open, print }) {
    const [connectionId = '', key] = input.words;
    const since = textOption(input, 'since');
    const wishes = [input.options['on'], input.options['off'], since].filter((each) => each !== undefined);
    if (wishes.length > 1 || (wishes.length === 1) !== (key !== undefined))
      throw new UsageError(
        'Name a type and one of --on, --since and --off; or only the connection, to look.',
      );
    const at = since === undefined ? undefined : parseSince(since);
    if (since !== undefined && !at)
      throw new UsageError(`"${since}" is no moment. Write one as in 2026-01-01T00:00:00Z.`);
    const { database, connections, clock } = await open();
    await connections.known(connectionId);
    if (key !== undefined)
      await setRule(database, {
        connectionId,
        key,
        since: input.options['off'] === true ? null : (at ?? clock.now()),
      });
    const found = await readRules(database.pool, connectionId);
    const shown = found.rules.map((rule) => ({
      type: ruleKey(rule),
      since: rule.since?.toISOString() ?? 'off',
      origin: rule.origin,
    }));
    print({ rules: shown, unreadable: found.unreadable }, () =>
      shown.length
        ? table(
            ['type', 'since', 'from'],
            shown.map(({ type, since, origin }) => [type, since === 'off' ? since : moment(since), origin]),
          )
        : `There is no rule at ${connectionId}: nobody is added by itself.`,
    );
    return exitCodes.ok;
  },
};

const preview: Command = {
  usage: 'participants preview <connection>',
  summary: 'Whom the next auto-add would add: how many, by type, and some of them.',
  words: ['connection'],
  options: { size: { type: 'string' } },
  async run(input, { hub: open, print }) {
    const size = numberOption(input, 'size', { fallback: 20, max: 10_000 });
    const hub = await open();
    const connection = await hub.connections.open(input.words[0] ?? '');
    const found = await previewAutoAdd(hub, connection, { size });
    print(found, () =>
      [
        `${count(found.total, 'participant')} would be added.`,
        ...Object.entries(found.byType).map(([type, number]) => `  ${type}: ${number}`),
        ...(found.sample.length ? ['', sampleTable(found.sample)] : []),
      ].join('\n'),
    );
    return exitCodes.ok;
  },
};

const sampleTable = (sample: readonly Added[]): string =>
  table(
    ['type', 'record', 'contact'],
    sample.map((each) => [ruleKey(each), each.recordId, each.contactId]),
  );

const run: Command = {
  usage: 'participants run <connection>|--all',
  summary: 'Add now whom the rules want; the workers tell the vendors.',
  options: { all: { type: 'boolean' } },
  async run({ words, options }, { hub: open, print }) {
    if (options['all'] ? words.length : words.length !== 1)
      throw new UsageError('Name one connection, or give --all.');
    const hub = await open();
    const ids = options['all']
      ? (await hub.connections.list()).filter(({ paused, left }) => !paused && !left).map(({ id }) => id)
      : words;
    const connections: { id: string; added: number }[] = [];
    for (const id of ids)
      connections.push({ id, added: (await autoAdd(hub, await hub.connections.open(id))).added });
    const added = connections.reduce((sum, each) => sum + each.added, 0);
    print({ added, connections }, () =>
      connections.map((each) => `${each.id}: ${count(each.added, 'participant')} added.`).join('\n'),
    );
    return exitCodes.ok;
  },
};

const record = ['connection', 'module', 'record', 'contact'] as const;

const add: Command = {
  usage: 'participants add <connection> <module> <record> <contact>',
  summary: "Add a contact to a record, both by the vendor's ids.",
  words: record,
  async run({ words: [id = '', module = '', recordId = '', contactId = ''] }, { hub: open, print }) {
    const hub = await open();
    const change = { module, recordId, contactId, by: 'cli' };
    const { state, outbox } = await addParticipant(hub, await hub.connections.open(id), change);
    print({ state, outbox }, () => `The participant is ${state}.${sayStep(outbox)}`);
    return exitCodes.ok;
  },
};

const remove: Command = {
  usage: 'participants remove <connection> <module> <record> <contact>',
  summary: 'Take a contact off a record; nothing brings them back by itself.',
  words: record,
  async run({ words: [id = '', module = '', recordId = '', contactId = ''] }, { hub: open, print }) {
    const hub = await open();
    const change = { module, recordId, contactId, by: 'cli' };
    const { outbox } = await removeParticipant(hub, await hub.connections.open(id), change);
    print({ state: 'removed', outbox }, () => `The participant was removed.${sayStep(outbox)}`);
    return exitCodes.ok;
  },
};

const sayStep = (outbox: Enqueued): string =>
  outbox.how === 'manual'
    ? ` At the vendor it is a step of yours: ${outbox.step}`
    : outbox.how === 'none'
      ? ' The vendor cannot be told.'
      : outbox.how !== 'hub'
        ? ' A worker tells the vendor.'
        : '';

export const participantsCommands: CommandGroup = {
  usage: 'participants rules|preview|run|add|remove',
  summary: 'Who takes part in records: by rule, and by hand.',
  verbs: { rules, preview, run, add, remove },
};
