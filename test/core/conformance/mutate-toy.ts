import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Check } from '../../../core/conformance/check.js';
import type { LabOptions } from '../../../core/conformance/lab/create-lab.js';
import { runSuite } from '../../../core/conformance/suite.js';
import type { Result } from '../../../core/conformance/results.js';
import type { AnyPlugin } from '../../../core/contract/contract.js';
import { projectPath } from '../../../core/project-path.js';
import { openTestDatabase } from '../../database.js';
import type { Mutation } from './toy-mutations.js';

export const toyFolder = projectPath('test/fixtures/plugins/toy');

/** The toy plugin and its vendor, as they lie in a folder. */
export async function openToy(folder = toyFolder): Promise<LabOptions> {
  const load = (name: string): Promise<unknown> => import(pathToFileURL(join(folder, name)).href);
  const { plugin } = (await load('plugin.js')) as { plugin: AnyPlugin };
  const { start } = (await load('test/start.js')) as { start: LabOptions['start'] };
  return { plugin, start, folder, database: openTestDatabase };
}

let made = 0;

/** Makes the checks of a toy plugin with a fault in it. Its copy lies among what was built, where it finds portico. */
export async function runMutant(
  { changes }: Pick<Mutation, 'changes'>,
  only: (check: Check) => boolean = () => true,
): Promise<Result[]> {
  const folder = projectPath(`dist/test/mutants/${process.pid}-${(made += 1)}`);
  await mkdir(folder, { recursive: true });
  try {
    await cp(toyFolder, folder, { recursive: true });
    for (const [file, from, to] of changes) {
      const text = await readFile(join(folder, file), 'utf8');
      const [before, after, more] = text.split(from);
      if (before === undefined || after === undefined || more !== undefined)
        throw new Error(`${file} of the toy plugin does not hold this once: ${from}`);
      await writeFile(join(folder, file), before + to + after);
    }
    return await runSuite({ ...(await openToy(folder)), only });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
