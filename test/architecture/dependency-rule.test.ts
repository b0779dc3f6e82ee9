import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { projectPath } from '../../core/project-path.js';
import { cruiseOptions, cruiseTree, homes, type CruisedTree } from './cruise-tree.js';
import { importedNames, sourceFiles } from './source-files.js';

const told = ({ violations }: CruisedTree): string[] =>
  violations.map(({ rule, from, to, comment }) => `${rule}: ${from} -> ${to} (${comment})`);

describe('The dependency rule', () => {
  let tree: CruisedTree;
  let seeded: CruisedTree;
  before(async () => {
    tree = await cruiseTree(projectPath('.'));
    seeded = await cruiseTree(projectPath('test/fixtures/architecture'));
  });

  it('holds in the whole tree', () => {
    expect(told(tree)).to.deep.equal([]);
  });

  it('was checked over every module and every import, not over an empty list', () => {
    expect(tree.modules.size).to.be.above(100);
    const files = sourceFiles(['bin', 'config', 'core', 'plugins', 'test']);
    expect(files.length).to.be.above(100);
    const overlooked = files.flatMap(({ path, text }) =>
      importedNames(text)
        .filter((name) => !tree.modules.get(path)?.has(name.replace('node:', '')))
        .map((name) => `${path} imports ${name}`),
    );
    expect(overlooked).to.deep.equal([]);
  });

  const seeds: Record<string, string[]> = {
    'config-sees-core': ['config/read.ts'],
    'core-sees-core': ['core/http/page.tsx', 'core/tested.ts', 'core/upward.ts'],
    'bin-sees-no-plugin': ['bin/start.ts'],
    'contract-sees-itself': ['core/contract/contract.ts'],
    'plugins-see-the-contract': ['plugins/acme/plugin.ts', 'plugins/acme/settings.ts'],
    'conformance-is-for-checking': ['core/contract/contract.ts', 'core/uses-suite.ts'],
    'nothing-sees-test': ['core/tested.ts'],
    'no-cycles': ['core/cycle-one.ts'],
    'all-found': ['core/lost.ts'],
    'no-development-packages': ['core/develops.ts'],
    'declared-packages': ['core/borrowed.ts'],
    ...Object.fromEntries(Object.keys(homes).map((name) => [`home-of-${name}`, ['core/astray.ts']])),
  };

  for (const { name, comment } of cruiseOptions.ruleSet.forbidden)
    it(`notices a seeded breach of ${name}: ${comment}`, () => {
      const found = seeded.violations.filter(({ rule }) => rule === name).map(({ from }) => from);
      expect([...new Set(found)].sort()).to.deep.equal(seeds[name]);
    });

  it('lets a plugin import portico/contract, its own folder and Node', () => {
    const breaches = seeded.violations.filter(({ rule }) => rule === 'plugins-see-the-contract');
    expect(breaches.map(({ from, to }) => `${from} -> ${to}`).sort()).to.deep.equal([
      'plugins/acme/plugin.ts -> core/contract/contract.ts',
      'plugins/acme/settings.ts -> plugins/other/plugin.ts',
    ]);
  });

  it('gives every library a home', () => {
    const { dependencies } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(homes).sort()).to.deep.equal(Object.keys(dependencies).sort());
  });
});
