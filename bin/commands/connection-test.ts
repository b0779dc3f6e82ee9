import { asFault } from '../../core/connections/call-fault.js';
import { noFacts } from '../../core/sync/discover.js';
import { exitCodes, type Command } from '../command.js';

export const testCommand: Command = {
  usage: 'connections test <connection>',
  summary: 'Sign in at the vendor and read something small.',
  words: ['connection'],
  async run({ words: [id = ''] }, { hub: open, print, signal }) {
    const { connections } = await open();
    const connection = await connections.open(id);
    const { plugin } = connection;
    const started = performance.now();
    try {
      await plugin.check(connection.session({ facts: connection.facts ?? noFacts, mode: 'read', signal }));
    } catch (error) {
      const fault = asFault(error);
      const sentence = connection.redact(fault.message);
      print({ id, ok: false, kind: fault.kind, sentence, remedy: fault.remedy }, () =>
        [`${id} does not work: ${sentence}`, `→ ${fault.remedy}`].join('\n'),
      );
      return exitCodes.failed;
    }
    const seconds = Math.round(performance.now() - started) / 1000;
    print({ id, ok: true, seconds }, () => `${id} works: ${plugin.title} answered in ${seconds} s.`);
    return exitCodes.ok;
  },
};
