import type { FaultKind, Session } from '../../contract/contract.js';
import { choosePort } from '../../database/choose-port.js';
import type { Bench } from '../lab/bench.js';
import type { Check } from '../check.js';
import { describeError } from '../lab/describe-error.js';

import type { Lab } from '../lab/lab.js';
import { otherThan, outcomeOf } from '../lab/outcome.js';
import { largePage, readEvery } from '../lab/read-whole.js';
import { NotApplicable, refute } from '../lab/refutation.js';
import { differences, toSnapshot } from '../lab/snapshot.js';
import type { PlainAnswer } from '../start.js';
import { wrongSecrets } from '../lab/planted-secrets.js';

/** "Test connection", and what it tells an admin who got something wrong. */
export const connectionChecks: readonly Check[] = [
  {
    id: 'starts',
    area: 'connection',
    name: 'The simulator starts, and the plugin takes the settings that it gives',
    remedy: "Let start answer { url, settings, close }, with settings that fit the plugin's own schema.",
    after: ['declared'],
    async run(lab) {
      await (await lab.bench()).connection();
    },
  },
  {
    id: 'signs-in',
    area: 'connection',
    name: 'It signs in and finds a vendor that is well',
    remedy: 'See that check answers for the settings that start gives.',
    after: ['limits-whole'],
    async run(lab) {
      const bench = await lab.bench();
      await lab.plugin.check(await bench.session());
      if (!bench.proxy.calls.length) refute(['check asked the vendor for nothing.']);
    },
  },
  {
    id: 'told-apart',
    area: 'connection',
    name: 'A refused sign-in is an auth fault, a wrong address a config fault, a vendor that is down a transient one',
    remedy: "Let the transport's fault name the vendor's own words, and leave the rest to the hub.",
    after: ['signs-in'],
    async run({ plugin, bench: open }) {
      const bench = await open();
      const { proxy } = bench;
      const problems: string[] = [];
      const judge = async (what: string, kind: FaultKind, session: Session<unknown>): Promise<void> => {
        const problem = otherThan(await outcomeOf(() => plugin.check(session)), [kind]);
        if (problem) problems.push(`${what}: ${problem}.`);
        proxy.calm();
        await bench.forgetAccount();
      };
      const answered = async (what: string, kind: FaultKind, answer: PlainAnswer): Promise<void> => {
        proxy.play({ play: { answer } });
        await judge(what, kind, await bench.session());
      };
      await bench.forgetAccount();
      const wrong = wrongSecrets(plugin, bench.settings);
      if (wrong) await judge('with wrong secrets', 'auth', await bench.session({ settings: wrong }));
      await answered('HTTP 401', 'auth', { status: 401 });
      await answered('HTTP 404 and a page', 'config', { status: 404, ...page('Not Found') });
      await answered('HTTP 503', 'transient', { status: 503, ...page('Service Unavailable') });
      const nobody = `http://127.0.0.1:${await choosePort(undefined)}`;
      const away = JSON.parse(
        JSON.stringify(bench.settings).replaceAll(proxy.url, nobody),
      ) as Bench['settings'];
      await judge('where nobody listens', 'transient', await bench.session({ settings: away }));
      refute(problems);
    },
  },
  {
    id: 'only-reads',
    area: 'connection',
    name: 'Testing the connection and discovering change nothing at the vendor',
    remedy: 'Ask only for what can be read in check and discover.',
    after: ['streams-end'],
    async run(lab) {
      const bench = await lab.fresh();
      const before = await snapshotOf(lab, bench);
      const session = await bench.session();
      await lab.plugin.check(session);
      await lab.plugin.discover(session);
      refute(differences(before, await snapshotOf(lab, bench)));
    },
  },
  {
    id: 'passwords',
    area: 'connection',
    name: "The vendor's own password check says yes and no, and throws at neither",
    remedy: 'Answer false for a wrong password and for somebody unknown.',
    after: ['facts-fit'],
    async run(lab) {
      const { check } = lab.plugin.signIn;
      if (!check) throw new NotApplicable('part', 'The vendor checks no passwords for others.');
      const { login } = (await lab.bench()).vendor;
      if (!login) throw new NotApplicable('hint', 'start gives no login.');
      const session = await lab.session();
      const problems: string[] = [];
      const asked = [
        [login.name, login.password, true],
        [login.name, `not ${login.password}`, false],
        [`nobody-${login.name}`, login.password, false],
      ] as const;
      for (const [name, password, expected] of asked) {
        const outcome = await outcomeOf(() => check(session, name, password));
        const of = name === login.name ? 'somebody known' : 'somebody unknown';
        if (!('answer' in outcome))
          problems.push(`${of}: ${describeError('fault' in outcome ? outcome.fault : outcome.error)}`);
        else if (outcome.answer !== expected)
          problems.push(
            `${of} with ${expected ? 'the right' : 'a wrong'} password: ${String(outcome.answer)}`,
          );
      }
      refute(problems);
    },
  },
];

async function snapshotOf(lab: Lab, bench: Bench) {
  const facts = await lab.facts();
  const streams = await lab.streams();
  return toSnapshot(await readEvery(streams, () => bench.session({ facts }), { size: largePage }), streams);
}

const page = (title: string): PlainAnswer => ({
  headers: { 'content-type': 'text/html' },
  body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});
