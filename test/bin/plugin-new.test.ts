import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { runPortico } from '../../bin/run-portico.js';
import { checks } from '../../core/conformance/checks.js';

describe('portico plugin new', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'portico-new-')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function portico(...args: string[]) {
    let stdout = '';
    let stderr = '';
    const code = await runPortico(args, {
      out: (text) => void (stdout += text),
      err: (text) => void (stderr += text),
      signal: new AbortController().signal,
      isTerminal: false,
    });
    return { code, stdout, stderr };
  }

  it('writes a plugin that plugin check grades A at once, with nothing left unshown', async () => {
    const made = await portico('plugin', 'new', 'acme', '--in', join(folder, 'deep/er'));
    const own = join(folder, 'deep/er/acme');
    expect(made).to.include({ code: 0, stderr: '' });
    expect(made.stdout)
      .to.match(/^acme is written: \d+ files in /)
      .and.contain(`portico plugin check ${own}\n`)
      .and.contain(`cd ${own} && npm test\n`);
    const { code, stdout } = await portico('plugin', 'check', own, '--json');
    const report = JSON.parse(stdout) as { grade: string; checks: { outcome: string; because?: string }[] };
    expect(report.checks.filter(({ outcome }) => outcome === 'failed')).to.deep.equal([]);
    expect(report).to.deep.include({
      grade: 'A',
      plugin: { id: 'acme', version: '0.1.0', title: 'Acme' },
      simulator: join(own, 'test/start.js'),
    });
    expect(report.checks).to.have.length(checks.length);
    expect(report.checks.filter(({ because }) => because === 'hint')).to.deep.equal([]);
    expect(code).to.equal(0);
  });

  it('answers what it wrote as one JSON value', async () => {
    const { code, stdout } = await portico('plugin', 'new', 'acme', '--in', folder, '--json');
    expect(code).to.equal(0);
    const made = JSON.parse(stdout) as { files: string[] };
    expect(made).to.deep.include({ id: 'acme', folder: join(folder, 'acme'), portico: 'linked' });
    expect(made.files).to.include.members(['plugin.js', 'package.json', 'test/conformance.test.js']);
  });

  it('refuses a second time, and what is there stays', async () => {
    await portico('plugin', 'new', 'acme', '--in', folder);
    const before = await readdir(join(folder, 'acme'), { recursive: true });
    const { code, stdout, stderr } = await portico('plugin', 'new', 'acme', '--in', folder);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.contain(`${join(folder, 'acme')} cannot be made: there is something already`);
    expect(await readdir(join(folder, 'acme'), { recursive: true })).to.deep.equal(before);
  });

  const wrong: [name: string, said: string][] = [
    ['Acme', 'digits and single dashes: acme.'],
    ['AcmeCRM 2', 'digits and single dashes: acme-crm-2.'],
    ['../acme', 'digits and single dashes: acme.'],
    ['2crm', 'digits and single dashes: crm.'],
    ['ÅÄ', 'digits and single dashes: acme-crm.'],
    ['rpm', 'A plugin "rpm" comes with Portico'],
  ];
  for (const [name, said] of wrong)
    it(`refuses the name "${name}" with exit code 2 and a better one`, async () => {
      const { code, stdout, stderr } = await portico('plugin', 'new', name, '--in', folder);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.contain(said).and.contain('Usage: portico plugin new <name> [--in <folder>]');
      expect(await readdir(folder)).to.deep.equal([]);
    });

  it('is told of by help, beside list and check', async () => {
    const group = await portico('plugin', '--help');
    for (const verb of [
      'plugin list ',
      'plugin new <name> [--in <folder>] ',
      'plugin check <folder or package> ',
    ])
      expect(group.stdout).to.contain(verb);
    expect((await portico('help', 'plugin', 'new')).stdout)
      .to.contain('--in <folder>')
      .and.contain('never written over');
    expect((await portico('plugin', 'new')).stderr).to.contain('The name is missing.');
  });
});
