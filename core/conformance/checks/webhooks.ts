import type { IncomingHttpHeaders } from 'node:http';

import type { Webhooks } from '../../contract/contract.js';
import type { Check } from '../check.js';
import { describeError } from '../lab/describe-error.js';
import type { Lab } from '../lab/lab.js';
import { outcomeOf } from '../lab/outcome.js';
import { NotApplicable, refute } from '../lab/refutation.js';
import type { SampleHook } from '../start.js';

/** What comes to the hub's own door in the vendor's name (S42). */
export const webhookChecks: readonly Check[] = [
  {
    id: 'hooks-locked',
    area: 'webhooks',
    name: 'Without a secret in the settings no webhook is let in',
    remedy: 'Answer false from verify where the settings have no secret to verify by.',
    after: ['facts-fit'],
    async run(lab) {
      const { verify } = webhooksOf(lab);
      const { hook } = (await lab.bench()).vendor;
      const given = Object.entries((await lab.settings()) as object);
      const open = Object.fromEntries(
        given.filter(([name]) => !lab.plugin.settings.properties[name]?.secret),
      );
      const signed = hook?.bodies.map((body) => toText(body)).map((text) => [text, hook.sign(text)] as const);
      const told: string[] = [];
      for (const [text, headers] of [...(signed ?? []), ['{}', {}] as const])
        told.push(...(await answersOtherwise(false, () => verify(toHook(text, headers, open)))));
      refute(told);
    },
  },
  {
    id: 'hooks-forged',
    area: 'webhooks',
    name: 'A webhook without the right signature, or with another body, is refused',
    remedy: 'Compare the signature over the raw body, in constant time, and refuse one that is missing.',
    after: ['facts-fit'],
    async run(lab) {
      const { verify } = webhooksOf(lab);
      const { hook } = (await lab.bench()).vendor;
      const settings = await lab.settings();
      const refuse = (text: string, headers: IncomingHttpHeaders) =>
        answersOtherwise(false, () => verify(toHook(text, headers, settings)));
      const told = await refuse('{}', {});
      if (!hook) {
        refute(told);
        return ['start signs no webhook, so a forged one could not be tried.'];
      }
      const [text = '{}'] = hook.bodies.map(toText);
      const right = hook.sign(text);
      const signed = Object.keys(right).filter((name) => right[name] !== hook.sign(`${text} `)[name]);
      for (const forge of forgeries)
        told.push(
          ...(await refuse(
            text,
            Object.fromEntries(Object.entries(right).map(([name, value]) => [name, forge(String(value))])),
          )),
        );
      // A vendor that sends the secret itself signs no body.
      if (signed.length) told.push(...(await refuse(`${text} `, right)));
      refute([...new Set(told)]);
    },
  },
  {
    id: 'hooks-let-in',
    area: 'webhooks',
    name: 'A webhook that the vendor signed is let in',
    remedy: "Verify as the vendor's documentation says: which header, which digest, which encoding.",
    after: ['facts-fit'],
    async run(lab) {
      const { verify } = webhooksOf(lab);
      const settings = await lab.settings();
      const told: string[] = [];
      for (const text of (await hookOf(lab)).bodies.map(toText)) {
        const { sign } = await hookOf(lab);
        told.push(...(await answersOtherwise(true, () => verify(toHook(text, sign(text), settings)))));
      }
      refute(told);
    },
  },
  {
    id: 'hooks-point',
    area: 'webhooks',
    name: 'Webhooks point at items of streams that there are; what they cannot read points at nothing',
    remedy: 'Answer { stream, id } with the names that streams gives, and [] for what you do not know.',
    after: ['streams-declared'],
    async run(lab) {
      const { events } = webhooksOf(lab);
      const context = { settings: await lab.settings(), facts: await lab.facts() };
      const names = new Set((await lab.streams()).map(([name]) => name));
      const bodies: unknown[] = (await lab.bench()).vendor.hook?.bodies ?? [];
      const told: string[] = [];
      for (const body of [...bodies, ...strange]) {
        const outcome = await outcomeOf(() => events(structuredClone(body), context));
        if ('answer' in outcome && Array.isArray(outcome.answer))
          told.push(...(outcome.answer as unknown[]).flatMap((event) => flawOf(event, names)));
        else
          told.push(
            `${toText(body).slice(0, 60)}: ${'answer' in outcome ? 'it answers no list' : failure(outcome)}.`,
          );
        if (
          'answer' in outcome &&
          bodies.includes(body) &&
          Array.isArray(outcome.answer) &&
          !outcome.answer.length
        )
          told.push(`${toText(body).slice(0, 60)} points at nothing.`);
      }
      refute([...new Set(told)]);
      return bodies.length ? [] : ['start gives no webhook of the vendor, so only strange ones were tried.'];
    },
  },
];

/** Bodies that nobody sends who means well. */
const strange = [null, {}, [], 'text', 42, true, [null], { id: { $ne: 1 } }];

const forgeries: readonly ((value: string) => string)[] = [
  () => '',
  (value) => `${value.startsWith('0') ? '1' : '0'}${value.slice(1)}`,
  (value) => value.slice(0, -1),
  (value) => `${value}0`,
];

function webhooksOf({ plugin }: Lab): Webhooks<unknown> {
  if (!plugin.webhooks) throw new NotApplicable('part', 'It has no webhooks.');
  return plugin.webhooks;
}

async function hookOf(lab: Lab): Promise<SampleHook> {
  const { hook } = (await lab.bench()).vendor;
  if (!hook) throw new NotApplicable('hint', 'start signs no webhook.');
  return hook;
}

const toText = (body: unknown): string => JSON.stringify(body);

const toHook = (text: string, headers: IncomingHttpHeaders, settings: unknown) => ({
  headers,
  body: Buffer.from(text),
  settings,
  now: new Date(),
});

async function answersOtherwise(expected: boolean, verify: () => boolean): Promise<string[]> {
  const outcome = await outcomeOf(verify);
  if (!('answer' in outcome)) return [`verify throws: ${failure(outcome)}.`];
  if (outcome.answer === expected) return [];
  return [expected ? 'verify refuses what the vendor has signed.' : 'verify lets it in.'];
}

const failure = (outcome: Awaited<ReturnType<typeof outcomeOf>>): string =>
  describeError('fault' in outcome ? outcome.fault : 'error' in outcome ? outcome.error : undefined);

function flawOf(event: unknown, names: ReadonlySet<string>): string[] {
  const { stream, id } = Object(event) as { stream?: unknown; id?: unknown };
  if (typeof stream !== 'string' || !names.has(stream))
    return [`It points at the stream ${String(stream)}, which there is not.`];
  return typeof id === 'string' && id !== ''
    ? []
    : [`It points at ${stream} by the id ${String(id)}, which is no text.`];
}
