import { isDeepStrictEqual } from 'node:util';

import { dayAt } from '../../contract/zone-days.js';
import { describeMisfits, schemaValidator } from '../../json-schema.js';
import type { Check } from '../check.js';
import { whereNotJson } from '../lab/plain-data.js';
import { refute } from '../lab/refutation.js';

const facts = schemaValidator('facts.json', { every: true });

/** What `discover` says of an account. */
export const discoveryChecks: readonly Check[] = [
  {
    id: 'facts-fit',
    area: 'discovery',
    name: 'Discovery gives facts that fit their schema, in a zone that there is',
    remedy:
      'Return { zone, modules, vendor } as the type Facts describes; what else you need goes into vendor, as JSON.',
    after: ['signs-in'],
    async run(lab) {
      const found = await lab.plugin.discover(await (await lab.bench()).session());
      refute([
        ...facts.check(found).map((misfit) => `${describeMisfits([misfit])}.`),
        ...(dayAt(new Date(0), found.zone) === undefined ? [`There is no zone "${found.zone}".`] : []),
      ]);
    },
  },
  {
    id: 'facts-stable',
    area: 'discovery',
    name: 'Discovery says the same of an account that has not changed, and loses nothing as JSON',
    remedy:
      'Leave out what changes by itself (times, counters, the order of answers); every change maps all items anew.',
    after: ['facts-fit'],
    async run(lab) {
      const bench = await lab.bench();
      const first = await lab.plugin.discover(await bench.session());
      const second = await lab.plugin.discover(await bench.session());
      const lost = whereNotJson(first, 'facts');
      refute([
        ...(lost === undefined ? [] : [`JSON cannot carry ${lost}.`]),
        ...(isDeepStrictEqual(first, second)
          ? []
          : [`Asked twice, it tells ${changedPart(first, second)} otherwise.`]),
      ]);
    },
  },
];

/** The first part that differs, by name. */
function changedPart(a: unknown, b: unknown, path = 'facts'): string {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return path;
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const changed = names.find((name) => !isDeepStrictEqual(Reflect.get(a, name), Reflect.get(b, name)));
  return changed === undefined
    ? path
    : changedPart(Reflect.get(a, changed), Reflect.get(b, changed), `${path}.${changed}`);
}
