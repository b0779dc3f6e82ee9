import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect } from 'chai';

import { removeLocalPostgres } from '../../core/database/local-postgres.js';
import { openTestDatabase } from '../database.js';
import {
  descendantsOf,
  isAlive,
  makeDeployment,
  postgresOf,
  startPortico,
  until,
  type RunningProgram,
} from './portico-process.js';

describe('serve', function () {
  this.timeout(90_000);
  let folder: string;
  let started: RunningProgram[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-all-'));
  });
  beforeEach(() => {
    started = [];
  });
  afterEach(async () => {
    for (const each of started) each.kill('SIGKILL');
    await Promise.all(started.map(({ ended }) => ended));
  });
  after(async () => {
    await removeLocalPostgres(folder);
    await rm(folder, { recursive: true, force: true });
  });

  function serve(args: string[] = [], env: Record<string, string> = {}): RunningProgram {
    const program = startPortico(['serve', ...args], { PORTICO_DATA: folder, PORT: '0', ...env });
    started.push(program);
    return program;
  }
  const readyUrl = async (program: RunningProgram): Promise<string> =>
    (await program.said(/^Portico is ready at (http:\/\/127\.0\.0\.1:\d+)$/m))[1] ?? '';
  const pidFile = (): string => join(folder, 'portico.pid');
  const postgres = (): number | undefined => postgresOf(folder);
  const child = (program: RunningProgram, role: string): number | undefined =>
    descendantsOf(program.pid).find(({ command }) => command.includes(`--role ${role}`))?.pid;
  const answers = async (url: string): Promise<boolean> =>
    (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200;

  it('starts everything, restarts what falls, refuses a second one, and leaves nothing behind', async () => {
    const all = serve();
    const url = await readyUrl(all);
    expect(await answers(url)).to.equal(true);
    expect(await readFile(pidFile(), 'utf8')).to.equal(`${all.pid}\n`);

    const second = serve();
    expect(await second.ended).to.equal(1);
    expect(second.output().err).to.contain(`running on ${folder} already (process ${all.pid})`);

    const [web, worker] = [child(all, 'web') ?? 0, child(all, 'worker') ?? 0];
    process.kill(web, 'SIGKILL');
    await until(async () => (child(all, 'web') ?? web) !== web && (await answers(url)), { within: 10_000 });
    expect(child(all, 'worker'), 'the other part went on').to.equal(worker);

    const below = descendantsOf(all.pid).map(({ pid }) => pid);
    const server = postgres() ?? 0;
    expect(isAlive(server)).to.equal(true);
    process.kill(Number(await readFile(pidFile(), 'utf8')), 'SIGTERM');
    // A second one changes nothing: stopping in order is under way.
    await sleep(50);
    all.kill('SIGINT');
    expect(await all.ended).to.equal(0);
    expect([...below, server].filter(isAlive)).to.deep.equal([]);
    expect(postgres()).to.equal(undefined);
    expect(existsSync(pidFile())).to.equal(false);
  });

  it('killed, it takes its children along; PostgreSQL stays and is found again', async () => {
    const killed = serve();
    await readyUrl(killed);
    const children = [child(killed, 'web') ?? 0, child(killed, 'worker') ?? 0];
    const server = postgres() ?? 0;
    killed.kill('SIGKILL');
    await killed.ended;
    await until(() => !children.some(isAlive), { within: 10_000, what: 'the end of the children' });
    expect(isAlive(server)).to.equal(true);

    const next = serve();
    await readyUrl(next);
    expect(postgres()).to.equal(server);
    next.kill('SIGINT');
    expect(await next.ended).to.equal(0);
    expect(isAlive(server)).to.equal(false);
  });

  it('told to stop while it starts, it leaves nothing behind', async () => {
    for (const ms of [300, 900, 1600]) {
      const program = serve();
      await sleep(ms);
      const below = descendantsOf(program.pid).map(({ pid }) => pid);
      program.kill('SIGTERM');
      // So early that it did not listen yet, the signal just ends it.
      expect(await program.ended).to.be.oneOf([0, 'SIGTERM']);
      expect(below.filter(isAlive)).to.deep.equal([]);
      expect(postgres()).to.equal(undefined);
      expect(existsSync(pidFile())).to.equal(false);
    }
  });

  it('says that the port is taken, and starts nothing', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const { port } = taken.address() as AddressInfo;
    const program = serve([], { PORT: String(port) });
    expect(await program.ended).to.equal(1);
    expect(program.output().err).to.contain(`Port ${port} is taken by another program.`);
    expect(postgres()).to.equal(undefined);
    taken.close();
  });

  it('serves web alone on a database elsewhere', async () => {
    const database = await openTestDatabase({ empty: true });
    const deployment = await makeDeployment({});
    const web = serve(['--role', 'web', '--config', deployment.configFile], { DATABASE_URL: database.url });
    const url = await readyUrl(web);
    expect(await answers(url)).to.equal(true);
    web.kill('SIGTERM');
    expect(await web.ended).to.equal(0);
    await deployment.remove();
    await database.drop();
  });

  it('says what is wrong with the start, once, and ends', async () => {
    const program = serve([], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(await program.ended).to.equal(1);
    expect(program.output().err).to.match(/^portico: Nothing answers at 127\.0\.0\.1:1\//);
    const wrong = serve(['--role', 'everything']);
    expect(await wrong.ended).to.equal(2);
    expect(wrong.output().err).to.contain('There is no role "everything"');
  });
});
