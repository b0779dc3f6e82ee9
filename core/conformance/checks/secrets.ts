import { createRedactor, textsOf } from '../../connections/redact.js';
import { Fault, type AnyStream, type Row } from '../../contract/contract.js';
import { valueAt } from '../../contract/paths.js';
import type { Check } from '../check.js';
import { eachOf, NotShown } from '../lab/each-of.js';
import type { ProxiedCall } from '../lab/hostile-proxy.js';
import type { Lab } from '../lab/lab.js';
import { wholeOf } from '../lab/lab-passes.js';
import { operationsOf } from '../lab/operations.js';
import { outcomeOf } from '../lab/outcome.js';
import { largePage, readEvery } from '../lab/read-whole.js';
import { NotApplicable, refute } from '../lab/refutation.js';
import type { PlainAnswer } from '../start.js';
import { plantSecrets, secretName, wrongSecrets } from '../lab/planted-secrets.js';

/** Where secrets of the settings, and of the vendor's people, must not come (S40). */
export const secretChecks: readonly Check[] = [
  {
    id: 'secrets-unkept',
    area: 'secrets',
    name: 'No secret of the settings is kept: not in facts, items, rows, the policy or the log',
    remedy: 'Use secrets in the transport alone, and name accounts by what may be seen.',
    after: ['streams-end'],
    async run(lab) {
      const { plugin } = lab;
      const bench = await lab.bench();
      const planted = plantSecrets(plugin, bench.settings);
      const isTaken =
        'answer' in (await outcomeOf(async () => plugin.check(await bench.session({ settings: planted }))));
      const settings = isTaken ? planted : bench.settings;
      const hides = hider(lab, settings);
      const facts = await plugin.discover(await bench.session({ settings }));
      const streams = Object.entries(plugin.streams(facts, settings));
      const read = await readEvery(streams, () => bench.session({ facts, settings }), { size: largePage });
      const kept: [string, unknown][] = [
        ['the facts', facts],
        ['the policy', plugin.policy(facts, settings)],
        ['the log', bench.lines],
        ...streams.flatMap(([name, stream]): [string, unknown][] => {
          const items = read.get(name)?.items ?? [];
          return [
            [`items of ${name}`, items.map(({ raw }) => raw)],
            [`rows of ${name}`, items.map(({ raw }) => rowsOf(stream, raw))],
          ];
        }),
      ];
      refute(
        kept
          .filter(([, value]) => !hides(JSON.stringify(value)))
          .map(([where]) => `A secret is in ${where}.`),
      );
    },
  },
  {
    id: 'secrets-untold',
    area: 'secrets',
    name: 'No failure tells a secret, whatever the vendor says',
    remedy: 'Put no setting into the sentence of a Fault; what the vendor says, the transport redacts.',
    after: ['streams-end'],
    async run(lab) {
      const bench = await lab.bench();
      const wrong = wrongSecrets(lab.plugin, bench.settings);
      if (!wrong) throw new NotApplicable('part', 'There is no secret among its settings.');
      const told: string[] = [];
      for (const settings of [wrong, bench.settings]) {
        const hides = hider(lab, settings);
        for (const { name, run } of await operationsOf(lab)) {
          await bench.forgetAccount();
          if (settings !== wrong) bench.proxy.play({ play: { answer: echo } });
          const session = await bench.session({ facts: await lab.facts(), settings });
          const outcome = await outcomeOf(() => run(session));
          bench.proxy.calm();
          const error = 'fault' in outcome ? outcome.fault : 'error' in outcome ? outcome.error : undefined;
          if (error !== undefined && !hides(everythingOf(error)))
            told.push(`${name} tells a secret as it fails.`);
        }
      }
      if (!hider(lab, bench.settings)(bench.lines.join('\n'))) told.push('The log tells a secret.');
      refute([...new Set(told)]);
    },
  },
  {
    id: 'secret-paths',
    area: 'secrets',
    name: 'What a stream names as secret comes into no row, by no other path either',
    remedy: 'Name every path under secrets that holds it, or a text that repeats it.',
    after: ['items-mapped'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name, stream) => {
        if (!stream.secrets?.length) throw new NotShown('part', 'It names no secrets.');
        const session = await lab.session();
        const raw = (await rawItems(stream, session)).map((item) => structuredClone(item));
        const values = new Set(
          raw.flatMap((item) => stream.secrets?.flatMap((path) => secretsAt(item, path)) ?? []),
        );
        if (!values.size) throw new NotShown('hint', 'No item at the simulator has a secret.');
        const rows = (await wholeOf(lab, name)).items.flatMap(({ raw: item }) => rowsOf(stream, item));
        const shown = rows.flatMap(textsOf);
        return [...values]
          .filter((value) =>
            shown.some((text) => text === value || (value.length >= 6 && text.includes(value))),
          )
          .map((value) => `a row shows the secret ${value.slice(0, 1)}….`);
      }),
  },
  {
    id: 'secrets-named',
    area: 'secrets',
    name: 'Nothing that goes by the name of a secret is kept with an item',
    remedy: 'Name its path under secrets, or do not ask for it.',
    after: ['streams-end'],
    run: async (lab) =>
      eachOf(await lab.streams(), async (name) => {
        const { items } = await wholeOf(lab, name);
        const found = new Set(items.flatMap(({ raw }) => secretNames(raw, '')));
        return [...found].map((path) => `${path} is kept with its items.`);
      }),
  },
];

/** Does a text hide every secret of these settings, in whatever form? */
function hider({ plugin }: Lab, settings: Record<string, unknown>): (text: string | undefined) => boolean {
  const redact = createRedactor({ schema: plugin.settings, settings });
  return (text = '') => redact.text(text) === text;
}

/** Says back all that it was told, as some vendors do in their errors. */
const echo = ({ method, path, headers, body }: ProxiedCall): PlainAnswer => ({
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    error: `Cannot do ${method} ${path}`,
    headers,
    body,
    form: decodeURIComponent(safe(body)),
  }),
});

const safe = (text: string): string =>
  text.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/%[89a-f][0-9a-f]/gi, '');

/** All that an error says, and all that it was caused by. */
function everythingOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return String(error);
  const details = error instanceof Fault ? JSON.stringify(error.details) : '';
  const members = JSON.stringify(Object.entries(error));
  return [error.message, error.stack, details, members, everythingOf(error.cause, depth + 1)].join('\n');
}

function rowsOf(stream: AnyStream, raw: unknown): Row[] {
  try {
    return stream.map(raw);
  } catch {
    // What is refused is no row.
    return [];
  }
}

/** A first page as the vendor sent it, with everything that the hub would take out of it. */
async function rawItems(stream: AnyStream, session: Awaited<ReturnType<Lab['session']>>): Promise<unknown[]> {
  if (stream.page) return (await stream.page(session, { size: largePage })).items;
  const { refs } = await stream.list(session, { size: largePage });
  return stream.read(
    session,
    refs.slice(0, stream.batch).map(({ id }) => id),
  );
}

function secretsAt(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => secretsAt(each, path));
  const [first = '', ...rest] = path.split('.');
  const found = valueAt(value, [first]);
  return rest.length ? secretsAt(found, rest.join('.')) : textsOf(found).filter((text) => text.length >= 4);
}

function secretNames(value: unknown, above: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const path = Array.isArray(value) ? above : above ? `${above}.${name}` : name;
    const isSecret =
      !Array.isArray(value) && secretName.test(name) && typeof each === 'string' && each !== '';
    return isSecret ? [path] : secretNames(each, path);
  });
}
