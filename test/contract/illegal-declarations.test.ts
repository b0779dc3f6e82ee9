import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';

import { expect } from 'chai';

import type { AnyPlugin, Facts } from '../../core/contract/contract.js';
import { projectPath } from '../../core/project-path.js';
import { checkStreams } from '../../core/sync/check-streams.js';
import { byChangeTokens, byQuery, byUnsortedPages, byWholePasses } from './vendor-shapes.js';

const file = projectPath('test/contract/illegal-declarations.ts');
const source = readFileSync(file, 'utf8');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

function compile(args: string[], folder: string): string {
  const { stdout } = spawnSync(process.execPath, [tsc, ...args], { cwd: folder, encoding: 'utf8' });
  return stdout;
}

describe('Plugin declarations', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-types-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('the illegal ones are part of the build, and each says why', () => {
    const listed = compile(['--listFilesOnly', '-p', projectPath('tsconfig.json')], projectPath('.'));
    expect(listed.split(/\r?\n/)).to.include(file);
    const reasons = source.match(/^\/\/ @ts-expect-error.*$/gm) ?? [];
    expect(reasons.length).to.be.above(50);
    expect(reasons.filter((reason) => !/ [a-z].{8,}$/.test(reason))).to.deep.equal([]);
  });

  it('the build would fail over every single one of them', () => {
    const cases = [...source.matchAll(/^\/\/ @ts-expect-error/gm)].map(
      ({ index }) => source.slice(0, index).split('\n').length + 1,
    );
    // The contract is found by its full path, so that the copy may lie anywhere.
    const copy = source
      .replaceAll('// @ts-expect-error', '// expected:')
      .replace('../../core/contract/contract.js', projectPath('core/contract/contract.js'));
    writeFileSync(join(folder, 'declarations.ts'), copy);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: projectPath('tsconfig.json'),
        compilerOptions: {
          noEmit: true,
          incremental: false,
          tsBuildInfoFile: null,
          rootDir: parse(folder).root,
          typeRoots: [projectPath('node_modules/@types')],
        },
        include: [],
        files: ['declarations.ts'],
      }),
    );
    const said = compile(['-p', folder, '--pretty', 'false'], folder);
    const lines = [...said.matchAll(/^declarations\.ts\((\d+),\d+\): error/gm)].map(([, line]) =>
      Number(line),
    );
    expect([...new Set(lines)], said).to.deep.equal(cases);
  });

  it('the shapes of four vendors are legal, by types and when they are loaded', () => {
    const facts: Facts = {
      zone: 'UTC',
      modules: {
        form: { label: 'Forms', types: [{ id: '12', label: 'Order', open: true }], fields: [] },
        ticket: { label: 'Tickets', fields: [] },
      },
      vendor: 'active',
    };
    const names = [byChangeTokens(facts), byQuery(facts), byWholePasses(), byUnsortedPages(facts)].map(
      (streams) => {
        const plugin = { id: 'shape', streams: () => streams } as unknown as AnyPlugin;
        return Object.keys(checkStreams(plugin, facts, {}));
      },
    );
    expect(names).to.deep.equal([
      ['customers', 'form.12'],
      ['tickets'],
      ['workOrders', 'customers'],
      ['portalUsers'],
    ]);
    expect(byQuery({ ...facts, modules: {} })).to.deep.equal({});
  });
});
