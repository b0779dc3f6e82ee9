import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { cruise, type ICruiseOptions, type ICruiseResult, type IResolveOptions } from 'dependency-cruiser';

import { projectPath } from '../../core/project-path.js';

interface CruiserConfig {
  homes: Record<string, string>;
  cruiseOptions: ICruiseOptions & { ruleSet: { forbidden: { name: string; comment: string }[] } };
  resolveOptions: Partial<IResolveOptions>;
}

/** config/dependency-cruiser.mjs, which is not compiled. */
export const { homes, cruiseOptions, resolveOptions } = (await import(
  projectPath('config/dependency-cruiser.mjs')
)) as CruiserConfig;

export interface CruisedTree {
  /** Each module with what it imports, as written but for `node:`. */
  modules: Map<string, Set<string>>;
  violations: { rule: string; from: string; to: string; comment: string }[];
}

const folders = ['bin', 'config', 'core', 'plugins', 'test'];

/**
 * Reads a tree of sources twice: by swc, which understands TypeScript but no JSX, and by the tolerant JavaScript
 * parser, which reads JSX and overlooks re-exported types. (TypeScript 7 has no parser to lend.)
 */
export async function cruiseTree(baseDir: string): Promise<CruisedTree> {
  const readings: Partial<ICruiseOptions>[] = [{ parser: 'swc', extraExtensionsToScan: ['.tsx'] }, {}];
  const tree: CruisedTree = { modules: new Map(), violations: [] };
  for (const reading of readings) {
    const { output } = await cruise(
      folders.filter((folder) => existsSync(join(baseDir, folder))),
      { ...cruiseOptions, baseDir, exclude: { path: '^test/fixtures/' }, ...reading },
      resolveOptions,
    );
    addReading(tree, output as ICruiseResult);
  }
  return tree;
}

function addReading({ modules, violations }: CruisedTree, { modules: read, summary }: ICruiseResult): void {
  for (const { source, dependencies } of read) {
    const imports = modules.get(source) ?? new Set();
    for (const { module } of dependencies) imports.add(module.replace('node:', ''));
    modules.set(source, imports);
  }
  for (const { rule, from, to } of summary.violations) {
    if (violations.some((each) => each.rule === rule.name && each.from === from && each.to === to)) continue;
    const comment = cruiseOptions.ruleSet.forbidden.find(({ name }) => name === rule.name)?.comment ?? '';
    violations.push({ rule: rule.name, from, to, comment });
  }
}
