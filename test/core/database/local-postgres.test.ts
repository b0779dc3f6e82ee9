import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { appendFile, chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect } from 'chai';
import { Client } from 'pg';

import {
  type LocalPostgres,
  openLocalPostgres,
  removeLocalPostgres,
  stopLocalPostgres,
} from '../../../core/database/local-postgres.js';
import { LocalPostgresError } from '../../../core/database/local-postgres-error.js';
import { LocalPostgresLab, query } from './local-postgres-lab.js';

const isRoot = process.getuid?.() === 0;

describe('the local PostgreSQL', function () {
  let lab: LocalPostgresLab;

  before(() => (lab = new LocalPostgresLab()));
  after(() => lab.close());

  describe('on its first start', () => {
    let dataFolder: string;
    let server: LocalPostgres;

    before(async () => {
      dataFolder = lab.folder();
      server = await openLocalPostgres({ dataFolder });
    });
    after(() => server.stop());

    it('is a PostgreSQL 18 with a UTF-8 database in the C locale, owned by a superuser portico', async () => {
      const [row] = await query(
        server.url,
        `select current_setting('server_version_num')::int / 10000 as version, current_database() as database,
           current_user as user, rolsuper as superuser, datcollate as collation, datctype as ctype,
           pg_encoding_to_char(encoding) as encoding
         from pg_database join pg_roles on rolname = current_user where datname = current_database()`,
      );
      expect(server.started).to.equal(true);
      expect(row).to.deep.equal({
        version: 18,
        database: 'portico',
        user: 'portico',
        superuser: true,
        collation: 'C',
        ctype: 'C',
        encoding: 'UTF8',
      });
    });

    it('keeps the data safe and serves enough connections', async () => {
      const rows = await query<{ name: string; value: string }>(
        server.url,
        `select name, current_setting(name) as value from pg_settings where name in ('fsync', 'max_connections',
           'shared_buffers', 'synchronous_commit', 'unix_socket_permissions', 'listen_addresses')`,
      );
      expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).to.deep.equal({
        fsync: 'on',
        listen_addresses: '127.0.0.1',
        max_connections: '200',
        shared_buffers: '128MB',
        synchronous_commit: 'on',
        unix_socket_permissions: '0700',
      });
    });

    it('lets nobody in without the password, which only its owner can read', async () => {
      const wrong = new URL(server.url);
      wrong.password = 'wrong';
      expect(await failureOf(query(wrong.href, 'select 1'))).to.have.property('code', '28P01');
      expect(statSync(join(dataFolder, 'postgres.json')).mode & 0o777).to.equal(0o600);
      expect(statSync(join(dataFolder, 'postgres')).mode & 0o777).to.equal(0o700);
      expect(statSync(join(dataFolder, 'postgres.log')).mode & 0o777).to.equal(0o600);
    });

    it('listens on a port that no outgoing connection is given, and on a socket in the data folder', () => {
      const port = Number(new URL(server.url).port);
      expect(port).to.be.within(20_000, 32_767);
      expect(existsSync(join(dataFolder, 'postgres', `.s.PGSQL.${port}`))).to.equal(true);
    });

    it('does not run as root', async function () {
      const pid = pidOf(dataFolder);
      expect(statSync(`/proc/${pid}`).uid).not.to.equal(0);
    });
  });

  it('starts again within a second or two, with its data, on the port it had', async () => {
    const dataFolder = lab.folder();
    const first = await openLocalPostgres({ dataFolder });
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const begin = performance.now();
    const second = await openLocalPostgres({ dataFolder });
    expect(performance.now() - begin).to.be.below(2000);
    expect(second.url).to.equal(first.url);
    expect(second.started).to.equal(true);
    expect(await query(second.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }]);
    await second.stop();
  });

  it('takes another port, and keeps to it, when its own is taken', async () => {
    const dataFolder = lab.folder();
    const first = await openLocalPostgres({ dataFolder });
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(squatter, 'listening');
    const second = await openLocalPostgres({ dataFolder });
    expect(second.url).not.to.equal(first.url);
    await second.stop();
    await new Promise((resolve) => squatter.close(resolve));
    const third = await openLocalPostgres({ dataFolder });
    expect(third.url).to.equal(second.url);
    await third.stop();
  });

  it('puts its socket in the temporary folder when the path would be too long', async () => {
    const dataFolder = lab.folder(join('long'.repeat(20), 'path'.repeat(5)));
    const server = await openLocalPostgres({ dataFolder });
    const [{ folder } = { folder: '' }] = await query<{ folder: string }>(
      server.url,
      `select trim(both '"' from current_setting('unix_socket_directories')) as folder`,
    );
    expect(folder.startsWith(join(tmpdir(), 'portico-'))).to.equal(true);
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
    await server.stop();
    await removeLocalPostgres(dataFolder);
    expect(existsSync(folder)).to.equal(false);
  });

  describe('after a violent end', () => {
    it('is found again, running, when Portico was killed', async () => {
      const dataFolder = lab.folder();
      const opener = lab.open(dataFolder);
      const { url } = await opener.opened;
      const pids = pidsOf(dataFolder);
      await lab.kill(opener);
      const server = await openLocalPostgres({ dataFolder });
      expect(server.started).to.equal(false);
      expect(server.url).to.equal(url);
      expect(pidsOf(dataFolder)).to.deep.equal(pids);
      await query(server.url, 'select 1');
      await server.stop();
    });

    it('starts, with all that was committed, when the server itself was killed under load', async () => {
      const dataFolder = lab.folder();
      const first = await openLocalPostgres({ dataFolder });
      await query(first.url, 'create table kept as select 42 as answer');
      const busy = new Client({ connectionString: first.url });
      busy.on('error', () => {});
      await busy.connect();
      const sleeping = failureOf(busy.query(`select count(*) from generate_series(1, 1e8::bigint)`));
      await sleep(50);
      process.kill(pidOf(dataFolder), 'SIGKILL');
      const second = await openLocalPostgres({ dataFolder });
      expect(second.started).to.equal(true);
      expect(await query(second.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }]);
      await sleeping;
      await second.stop();
    });

    it('is not deceived by a pid that has gone to another process', async () => {
      const dataFolder = lab.folder();
      await openLocalPostgres({ dataFolder });
      const cluster = join(dataFolder, 'postgres');
      const { uid, gid } = statSync(cluster);
      process.kill(pidOf(dataFolder), 'SIGKILL');
      await lab.until(() => pidsOf(dataFolder).length === 0);
      const other = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
      await once(other, 'spawn');
      const locks = readdirSync(cluster).filter((name) => /^postmaster\.pid$|\.lock$/.test(name));
      expect(locks).to.have.length(2);
      for (const name of locks) {
        const text = readFileSync(join(cluster, name), 'utf8');
        writeFileSync(join(cluster, name), text.replace(/^\d+/, String(other.pid)));
      }
      const second = await openLocalPostgres({ dataFolder });
      expect(second.started).to.equal(true);
      expect(other.exitCode).to.equal(null);
      await second.stop();
      expect(other.signalCode).to.equal(null);
      other.kill();
    });

    it('is created from the beginning when its creation was cut short at any moment', async () => {
      const dataFolder = lab.folder();
      for (const delay of [0, 30, 100, 200, 300, 400]) {
        const opener = lab.open(dataFolder);
        await lab.until(() => drafts(dataFolder).length > 0);
        await sleep(delay);
        await lab.kill(opener);
        for (const pid of lab.running()) process.kill(pid, 'SIGKILL');
        await lab.until(() => lab.running().length === 0);
        if (existsSync(join(dataFolder, 'postgres'))) break;
        mkdirSync(join(dataFolder, 'postgres.init-older'), { recursive: true });
      }
      const server = await openLocalPostgres({ dataFolder });
      expect(await query(server.url, 'select current_database() as name')).to.deep.equal([
        { name: 'portico' },
      ]);
      expect(drafts(dataFolder)).to.deep.equal([]);
      await server.stop();
    });
  });

  describe('opened by several processes at once', () => {
    it('is created once and started once', async () => {
      for (let round = 0; round < 3; round += 1) await openTogether(lab, lab.folder());
    });

    it('is started once where it exists, and started again however it ended', async () => {
      const dataFolder = lab.folder();
      for (let round = 0; round < 5; round += 1) {
        await openTogether(lab, dataFolder);
        if (round % 2) process.kill(pidOf(dataFolder), 'SIGKILL');
        else await stopLocalPostgres(dataFolder);
      }
    });

    it('is one server still when openers are killed at any moment', async () => {
      const dataFolder = lab.folder();
      for (let round = 0; round < 6; round += 1) {
        const [survivor, ...victims] = [lab.open(dataFolder), lab.open(dataFolder), lab.open(dataFolder)];
        await sleep(100 + 90 * round);
        await Promise.all(victims.map((each) => lab.kill(each)));
        await survivor.opened;
        expect(pidsOf(dataFolder)).to.have.length(1);
        await lab.kill(survivor);
        if (round % 2) await stopLocalPostgres(dataFolder);
      }
      await stopLocalPostgres(dataFolder);
    });

    it('is one server for calls in the same process too', async () => {
      const dataFolder = lab.folder();
      const servers = await Promise.all([1, 2, 3].map(() => openLocalPostgres({ dataFolder })));
      expect(servers.filter(({ started }) => started)).to.have.length(1);
      await Promise.all(servers.map((server) => server.stop()));
      expect(pidsOf(dataFolder)).to.deep.equal([]);
    });
  });

  describe('when it is stopped', () => {
    it('is gone, sessions or not, and stopping it again does nothing', async () => {
      const dataFolder = lab.folder();
      const server = await openLocalPostgres({ dataFolder });
      const idle = new Client({ connectionString: server.url });
      idle.on('error', () => {});
      await idle.connect();
      await Promise.all([server.stop(), server.stop()]);
      expect(pidsOf(dataFolder)).to.deep.equal([]);
      await server.stop();
      const next = await openLocalPostgres({ dataFolder });
      await server.stop();
      await query(next.url, 'select 1');
      await next.stop();
    });

    it('can be stopped by its data folder alone, or removed with all its data', async () => {
      const dataFolder = lab.folder();
      const opener = lab.open(dataFolder);
      await opener.opened;
      expect(await stopLocalPostgres(dataFolder)).to.equal(true);
      expect(await stopLocalPostgres(dataFolder)).to.equal(false);
      expect(await stopLocalPostgres(join(dataFolder, 'nowhere'))).to.equal(false);
      await openLocalPostgres({ dataFolder });
      await removeLocalPostgres(dataFolder);
      expect(readdirSync(dataFolder)).to.deep.equal([]);
      expect(pidsOf(dataFolder)).to.deep.equal([]);
    });
  });

  describe('in a data folder that moves', () => {
    it('is found under the new path while it runs', async () => {
      const dataFolder = lab.folder();
      const first = await openLocalPostgres({ dataFolder });
      const moved = lab.folder();
      renameSync(dataFolder, moved);
      const second = await openLocalPostgres({ dataFolder: moved });
      expect(second.started).to.equal(false);
      expect(second.url).to.equal(first.url);
      await second.stop();
    });

    it('is another server in a copy of the folder', async () => {
      const dataFolder = lab.folder();
      const first = await openLocalPostgres({ dataFolder });
      await query(first.url, 'checkpoint');
      const copied = lab.folder();
      await cp(dataFolder, copied, { recursive: true, filter: (path) => !path.includes('.s.PGSQL') });
      if (isRoot) await chmod(copied, 0o755);
      const { uid, gid } = statSync(join(dataFolder, 'postgres'));
      if (isRoot) await once(spawn('chown', ['-R', `${uid}:${gid}`, join(copied, 'postgres')]), 'exit');
      const second = await openLocalPostgres({ dataFolder: copied });
      expect(second.started).to.equal(true);
      expect(second.url).not.to.equal(first.url);
      await query(first.url, 'select 1');
      await Promise.all([first.stop(), second.stop()]);
    });
  });

  describe('for root, in a data folder that others cannot enter', () => {
    for (const [where, parent] of [
      ['a temporary folder', tmpdir()],
      ['the home folder', homedir()],
    ] as const) {
      it(`keeps its data outside, for its own user alone, and finds it again (${where})`, async function () {
        if (!isRoot) this.skip();
        const dataFolder = await mkdtemp(join(parent, 'portico-test-'));
        const first = await openLocalPostgres({ dataFolder });
        const { folder } = JSON.parse(readFileSync(join(dataFolder, 'postgres.json'), 'utf8')) as {
          folder: string;
        };
        expect(statSync(folder).mode & 0o777).to.equal(0o700);
        expect(statSync(folder).uid).not.to.equal(0);
        await first.stop();
        const second = await openLocalPostgres({ dataFolder });
        expect(second.url).to.equal(first.url);
        await removeLocalPostgres(dataFolder);
        expect(existsSync(folder)).to.equal(false);
        await rm(dataFolder, { recursive: true });
      });
    }
  });

  describe('when it cannot start', () => {
    it('names a data folder that cannot be written, and the way out', async () => {
      const file = lab.folder();
      writeFileSync(file, '');
      const error = await failureOf(openLocalPostgres({ dataFolder: join(file, 'data') }));
      expect(error).to.be.instanceOf(LocalPostgresError).with.property('code', 'LOCAL_POSTGRES_DATA_FOLDER');
      expect(error.message)
        .to.contain(file)
        .and.to.match(/PORTICO_DATA.*DATABASE_URL/);
      await rm(file);
      if (isRoot) return;
      const closed = lab.folder();
      mkdirSync(closed, { mode: 0o500 });
      const refused = await failureOf(openLocalPostgres({ dataFolder: closed }));
      expect(refused).to.have.property('code', 'LOCAL_POSTGRES_DATA_FOLDER');
    });

    it('quotes the last lines of its log', async () => {
      const dataFolder = lab.folder();
      await (await openLocalPostgres({ dataFolder })).stop();
      await appendFile(join(dataFolder, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n');
      const error = await failureOf(openLocalPostgres({ dataFolder }));
      expect(error).to.have.property('code', 'LOCAL_POSTGRES_START_FAILED');
      expect(error.message).to.contain('unrecognized configuration parameter "no_such_setting"');
      expect(error.message).to.contain('DATABASE_URL').and.not.to.contain('is shut down');
    });

    it('says so when the password kept is not its own', async () => {
      const dataFolder = lab.folder();
      const server = await openLocalPostgres({ dataFolder });
      const file = join(dataFolder, 'postgres.json');
      const kept = readFileSync(file, 'utf8');
      writeFileSync(file, kept.replace(/"password": ".*?"/, '"password": "wrong"'));
      const error = await failureOf(openLocalPostgres({ dataFolder }));
      expect(error).to.have.property('code', 'LOCAL_POSTGRES_PASSWORD');
      expect(error.message).not.to.contain('wrong');
      writeFileSync(file, kept);
      await server.stop();
    });
  });

  function pidOf(dataFolder: string): number {
    return pidsOf(dataFolder)[0] ?? Number.NaN;
  }

  function pidsOf(dataFolder: string): number[] {
    const cluster = join(dataFolder, 'postgres');
    return lab
      .running()
      .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster));
  }
});

async function openTogether(lab: LocalPostgresLab, dataFolder: string): Promise<void> {
  const openers = Array.from({ length: 5 }, () => lab.open(dataFolder));
  const opened = await Promise.all(openers.map((each) => each.opened));
  const urls = [...new Set(opened.map(({ url }) => url))];
  expect(urls).to.have.length(1);
  expect(opened.filter(({ started }) => started)).to.have.length(1);
  for (const url of urls) await query(url, 'select 1');
  await Promise.all(openers.map((each) => lab.kill(each)));
}

function drafts(dataFolder: string): string[] {
  return existsSync(dataFolder)
    ? readdirSync(dataFolder).filter((name) => name.startsWith('postgres.init-'))
    : [];
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it should have failed');
}
