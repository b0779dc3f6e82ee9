import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { checks } from '../../../../core/conformance/checks.js';
import { isPluginId, scaffoldPlugin } from '../../../../core/conformance/scaffold/scaffold-plugin.js';
import { schemaValidator } from '../../../../core/json-schema.js';
import { projectPath } from '../../../../core/project-path.js';

const run = promisify(execFile);

describe('A scaffolded plugin', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'portico-scaffold-')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('passes every check by its own test, far from this project, unedited', async () => {
    const made = await scaffoldPlugin({ id: 'my-crm', into: folder });
    const { scripts } = JSON.parse(readFileSync(join(made.folder, 'package.json'), 'utf8')) as {
      scripts: { test: string };
    };
    const [program, test, ...files] = scripts.test.split(' ');
    expect([program, test]).to.deep.equal(['node', '--test']);
    const { NODE_OPTIONS: _options, ...env } = process.env;
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', ...files], {
      cwd: made.folder,
      env,
      timeout: 55_000,
    });
    expect(stdout)
      .to.contain(`# pass ${checks.length}\n`)
      .and.contain('# fail 0\n')
      .and.contain('# skipped 0\n');
  });

  it('has types that a strict compiler finds nothing to say against, and says so of a slip', async () => {
    const made = await scaffoldPlugin({ id: 'my-crm', into: folder });
    const types = projectPath('node_modules/@types');
    const options = ['-p', join(made.folder, 'jsconfig.json'), '--types', 'node', '--typeRoots', types];
    const compile = () =>
      run(process.execPath, [projectPath('node_modules/typescript/bin/tsc'), ...options], {
        cwd: made.folder,
      }).then(
        () => '',
        (error: { stdout: string }) => error.stdout,
      );
    expect(await compile()).to.equal('');
    const file = join(made.folder, 'policy.js');
    await writeFile(file, readFileSync(file, 'utf8').replace("module: 'ticket'", "module: 'tickets'"));
    expect(await compile()).to.match(/policy\.js\(\d+,\d+\): error .*"tickets"/s);
  });

  it('goes by its own name everywhere, and by no other', async () => {
    const made = await scaffoldPlugin({ id: 'north-2-crm', into: folder });
    const texts = made.files.map((path) => readFileSync(join(made.folder, path), 'utf8'));
    expect(made.files.filter((_, index) => /acme/i.test(texts[index] ?? ''))).to.deep.equal([]);
    const whole = texts.join('\n');
    for (const named of [
      "id: 'north-2-crm'",
      "title: 'North 2 Crm'",
      '"portico-north-2-crm"',
      '${env:NORTH_2_CRM_KEY}',
    ])
      expect(whole).to.contain(named);
    const there = await readdir(made.folder, { recursive: true, withFileTypes: true });
    expect(made.files).to.have.members(
      there
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(made.folder.length + 1)),
    );
    expect(made.files).to.include.members(['package.json', '.gitignore', 'test/start.js', 'README.md']);
  });

  it('finds portico by a link to the one that made it, or where a project above has installed it', async () => {
    const alone = await scaffoldPlugin({ id: 'alone', into: join(folder, 'plugins') });
    expect(alone.portico).to.equal('linked');
    expect(await realpath(await readlink(join(alone.folder, 'node_modules/portico')))).to.equal(
      await realpath(projectPath('.')),
    );
    await mkdir(join(folder, 'node_modules'));
    await symlink(projectPath('.'), join(folder, 'node_modules/portico'));
    const inside = await scaffoldPlugin({ id: 'inside', into: join(folder, 'plugins') });
    expect(inside.portico).to.equal('found');
    expect(existsSync(join(inside.folder, 'node_modules'))).to.equal(false);
  });

  it('is never written where something is: not into an empty folder, a file or a link that leads nowhere', async () => {
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'file'), 'mine');
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    for (const id of ['empty', 'file', 'link']) {
      const error: unknown = await scaffoldPlugin({ id, into: folder }).catch((e: unknown) => e);
      expect(error, id).to.have.property('code', 'PLUGIN_FOLDER_EXISTS');
      expect(error).to.have.property('message').that.contains(join(folder, id));
    }
    const inFile: unknown = await scaffoldPlugin({ id: 'acme', into: join(folder, 'file') }).catch(
      (e: unknown) => e,
    );
    expect(inFile).to.have.property('code', 'PLUGIN_FOLDER_UNUSABLE');
    expect((await readdir(folder)).sort()).to.deep.equal(['empty', 'file', 'link']);
    expect(await readdir(join(folder, 'empty'))).to.deep.equal([]);
    expect(readFileSync(join(folder, 'file'), 'utf8')).to.equal('mine');
  });

  it('takes only names in kebab-case that the manifest of a plugin allows too', () => {
    const names = ['ab', 'acme', 'acme-crm', 'crm2', 'a-1', `a${'b'.repeat(40)}`];
    const manifest = schemaValidator('plugin.json', { every: true });
    const settings = { type: 'object', properties: {} };
    for (const id of names) {
      expect(isPluginId(id), id).to.equal(true);
      expect(manifest.check({ id, version: '1.0.0', contract: 1, title: 'A', settings }), id).to.deep.equal(
        [],
      );
    }
    const wrong = ['', 'a', 'Acme', 'acme_crm', 'acme--crm', '-acme', 'acme-', '2crm', 'å', '../acme', 'a/b'];
    for (const id of [...wrong, 'acme\n', `a${'b'.repeat(41)}`]) expect(isPluginId(id), id).to.equal(false);
  });

  it('is in the package that is published, template and tutorial', async () => {
    const npm = process.env['npm_execpath'];
    const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []];
    const args = [...first, 'pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
    const { stdout } = await run(program, args, { cwd: projectPath('.') });
    const [packed] = Object.values(JSON.parse(stdout) as Record<string, { files: { path: string }[] }>);
    const paths = packed?.files.map(({ path }) => path) ?? [];
    const template = 'core/conformance/scaffold/template';
    const all = await readdir(projectPath(template), { recursive: true, withFileTypes: true });
    const files = all
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) =>
        join(parentPath, name).slice(projectPath('.').length).replace(/^\//, ''),
      );
    expect(files).to.have.length.above(10);
    expect(paths).to.include.members([...files, 'plugins/README.md']);
  });
});
