import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { runPortico } from '../../bin/run-portico.js';
import { projectPath } from '../../core/project-path.js';

describe('portico plugin check', function () {
  this.timeout(180_000);
  let folder: string;
  const acme = (): string => join(folder, 'acme');
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-plugin-'));
    // Far from this project: portico/contract is the checking Portico's own.
    await cp(projectPath('test/fixtures/plugins/toy'), acme(), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function check(...args: string[]) {
    let stdout = '';
    let stderr = '';
    const code = await runPortico(['plugin', 'check', ...args], {
      out: (text) => void (stdout += text),
      err: (text) => void (stderr += text),
      signal: new AbortController().signal,
      isTerminal: false,
    });
    return { code, stdout, stderr };
  }

  async function change(file: string, from: string, to: string): Promise<void> {
    const text = await readFile(join(acme(), file), 'utf8');
    expect(text.split(from), from).to.have.length(2);
    await writeFile(join(acme(), file), text.replace(from, to));
  }

  it('reports every check of a folder with its reasons and remedies, grades it, and fails where one fails', async () => {
    await change('actions.js', "Buffer.from(content, 'base64')", 'content');
    const { code, stdout } = await check(acme());
    expect(code).to.equal(1);
    expect(stdout)
      .to.contain('toy 1.0.0  Toy CRM')
      .and.contain(`simulator  ${join(acme(), 'test/start.js')}`);
    expect(stdout).to.contain('Streams\n  ✓ Streams are declared without contradiction');
    expect(stdout).to.match(
      / {2}✗ The content of a file is fetched as bytes\n {6}Its content is no Uint8Array\.\n {6}→ Answer/,
    );
    expect(stdout).to.match(/68 checks: 67 passed, 1 failed, 0 not applicable, in [\d.]+ s\.\nGrade C\. /);
  });

  it('answers the same as one JSON value, of one area where that is asked for', async () => {
    const { code, stdout } = await check(acme(), '--area', 'webhooks', '--json');
    expect(code).to.equal(0);
    const report = JSON.parse(stdout) as Record<string, unknown> & { checks: Record<string, unknown>[] };
    expect(report).to.deep.include({
      plugin: { id: 'toy', version: '1.0.0', title: 'Toy CRM' },
      grade: 'none',
    });
    expect(report).to.include({ passed: 4, failed: 0, notApplicable: 0 });
    expect(report.checks.map(({ id, outcome }) => `${String(id)} ${String(outcome)}`)).to.deep.equal([
      'hooks-locked passed',
      'hooks-forged passed',
      'hooks-let-in passed',
      'hooks-point passed',
    ]);
  });

  it('takes a bundled plugin by its id, and another simulator where one is named', async () => {
    const bundled = await check('rpm', '--area', 'policy');
    expect(bundled.stdout)
      .to.contain(join('dist', 'test', 'contract', 'rpm.js'))
      .and.contain('2 passed');
    const other = join(folder, 'elsewhere.mjs');
    await writeFile(other, "export const start = () => { throw new Error('nobody at home'); };\n");
    const { code, stdout } = await check(acme(), '--simulator', other, '--area', 'policy');
    expect(code).to.equal(1);
    expect(stdout).to.contain('      The simulator does not start: Error: nobody at home (at start (');
    expect(stdout).to.contain('      → Mend what start does.');
    expect(stdout).to.contain('not applicable: Not reached, since this failed: The simulator starts');
  });

  it('checks without a simulator only what needs no vendor, and says so', async () => {
    await rm(join(acme(), 'test'), { recursive: true });
    const { code, stdout } = await check(acme());
    expect(code).to.equal(0);
    expect(stdout).to.contain('simulator  none: only what needs no vendor was checked');
    expect(stdout).to.contain('not applicable: There is no simulator to try it against.');
    expect(stdout).to.match(/5 passed, 0 failed, 63 not applicable.*\nNo grade\. /);
  });

  it('says what is wrong with a plugin that cannot be loaded, or is not compiled', async () => {
    await change('plugin.js', 'contract: 1,', 'contract: 2,');
    const old = await check(acme());
    expect(old.code).to.equal(1);
    expect(old.stdout).to.match(
      /✗ The declaration is complete.*\n {6}it is written for contract 2.*\n {6}→ /,
    );
    expect(old.stdout).to.contain('Grade F.');
    await rm(join(acme(), 'plugin.js'));
    await writeFile(join(acme(), 'plugin.ts'), '');
    const source = await check(acme());
    expect(source).to.include({ code: 1, stdout: '' });
    expect(source.stderr).to.contain('There is a plugin.ts: compile it first (tsc).');
  });

  it('says that a simulator is not compiled, or exports no start', async () => {
    await rm(join(acme(), 'test'), { recursive: true });
    await mkdir(join(acme(), 'test'));
    await writeFile(join(acme(), 'test/start.ts'), '');
    expect((await check(acme())).stderr).to.contain(
      'start.ts, and nothing compiled of it. Compile it first (tsc).',
    );
    await writeFile(join(acme(), 'test/start.js'), 'export const begin = 1;\n');
    expect((await check(acme())).stderr).to.contain('exports no start. Write: export async function start()');
    const { stderr } = await check(acme(), '--simulator', join(folder, 'none.js'));
    expect(stderr).to.contain('none.js is not there.');
  });

  it('refuses wrong words with exit code 2', async () => {
    expect(await check(acme(), '--area', 'webhook')).to.include({ code: 2, stdout: '' });
    expect(await check()).to.include({ code: 2, stdout: '' });
  });
});
