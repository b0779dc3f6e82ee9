import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { removeLocalPostgres } from '../../core/database/local-postgres.js';
import {
  descendantsOf,
  isAlive,
  postgresOf,
  startProgram,
  until,
  type RunningProgram,
} from '../bin/portico-process.js';
import { demoPassword, samplePeople } from './sample-people.js';
import type { DemoSummary } from './summarise.js';

describe('demo', function () {
  this.timeout(90_000);
  let folder: string;
  let started: RunningProgram[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-demo-'));
    started = [];
  });
  after(async () => {
    for (const each of started) each.kill('SIGKILL');
    await Promise.all(started.map(({ ended }) => ended));
    await removeLocalPostgres(folder);
    await rm(folder, { recursive: true, force: true });
  });

  function demo(...args: string[]): RunningProgram {
    const program = startProgram('test/demo/demo.js', args, { PORTICO_DATA: folder, PORT: '0' });
    started.push(program);
    return program;
  }

  async function once(...args: string[]): Promise<DemoSummary> {
    const program = demo('--once', '--json', ...args);
    expect(await program.ended, program.output().err).to.equal(0);
    const { out } = program.output();
    expect(out.trim().split('\n'), 'one value, nothing else').to.have.length(1);
    expect(descendantsOf(program.pid)).to.deep.equal([]);
    expect(postgresOf(folder), 'PostgreSQL is gone').to.equal(undefined);
    return JSON.parse(out) as DemoSummary;
  }

  it('says what came of it; a second time over the same data nothing is new', async () => {
    const first = await once('--fresh');
    expect(first.connections.map(({ id, plugin, state }) => [id, plugin, state])).to.have.deep.members([
      ['rpm', 'rpm', 'done'],
      ['vtiger', 'vtiger', 'done'],
      ['opencrm', 'opencrm', 'done'],
      ['crm-service', 'crm-service', 'done'],
      ['apptivo', 'apptivo', 'done'],
      ['mobiwork', 'mobiwork', 'done'],
    ]);
    for (const each of first.connections) {
      expect(each.created, each.id).to.be.greaterThan(200);
      expect(each).to.include({ read: each.created, updated: 0, unchanged: 0, deleted: 0, quarantined: 0 });
      expect(each.seconds).to.be.greaterThan(0);
    }
    expect(first.records).to.be.greaterThan(1200);
    expect(first).to.have.all.keys('connections', 'participants', 'people', 'accesses', 'records');
    expect(first.people).to.equal(samplePeople.length).and.to.be.within(10, 20);
    expect(first.accesses).to.equal(samplePeople.flatMap(({ at }) => at).length);
    expect(first.participants.added).to.be.greaterThan(0);

    const second = await once();
    expect(second).to.deep.include({
      records: first.records,
      people: first.people,
      accesses: first.accesses,
      participants: { added: 0 },
    });
    for (const each of second.connections) {
      expect(each, each.id).to.include({ state: 'done', created: 0, updated: 0, deleted: 0 });
      expect(each.unchanged, each.id).to.equal(each.read).and.to.be.greaterThan(0);
    }
  });

  it('says it in words, with the sample sign-ins, to who does not want JSON', async () => {
    const program = demo('--once');
    expect(await program.ended, program.output().err).to.equal(0);
    const { out } = program.output();
    expect(out).to.match(/^\d+ records; \d+ people with \d+ accesses; 0 participants added by rule\.$/m);
    for (const { email, at } of samplePeople)
      expect(out).to.match(new RegExp(`${email} +${demoPassword} +${[...at].sort().join(', ')} +\\S`));
  });

  it('serves until it is told to stop, and leaves no process behind', async () => {
    const program = demo();
    const [, url = ''] = await program.said(/^Portico is ready at (http:\/\/127\.0\.0\.1:\d+)$/m);
    expect((await fetch(`${url}/readyz`)).status).to.equal(200);
    await showsWhatItPrinted(url, program.output().out);
    const pids = [...descendantsOf(program.pid).map(({ pid }) => pid), postgresOf(folder) ?? 0];
    expect(pids.every(isAlive)).to.equal(true);
    expect(pids.length).to.be.greaterThan(3);
    process.kill(Number(await readFile(join(folder, 'portico.pid'), 'utf8')), 'SIGINT');
    expect(await program.ended).to.equal(0);
    expect(pids.filter(isAlive)).to.deep.equal([]);
  });

  /** Signs everybody in as the table says, and compares what the portal's own lists count. */
  async function showsWhatItPrinted(url: string, out: string): Promise<void> {
    const views = new Set<string>();
    for (const { email } of samplePeople) {
      const [, password = '', sees = ''] =
        new RegExp(`${email} +(\\S+) +\\S.*?  +(.+)$`, 'm').exec(out) ?? [];
      const cookie = await signIn(url, email, password);
      expect(cookie === undefined, `${email}: ${sees}`).to.equal(sees.startsWith('cannot sign in'));
      if (cookie === undefined) continue;
      views.add(sees);
      for (const module of ['form', 'ticket', 'invoice']) {
        const answer = await fetch(`${url}/api/v1/records?module=${module}`, { headers: { cookie } });
        const { total } = (await answer.json()) as { total: { count: number } };
        const printed = [...sees.matchAll(new RegExp(`(\\d+) ${module}s?\\b`, 'g'))];
        const sum = printed.reduce((before, [, each]) => before + Number(each), 0);
        expect(total.count, `${module}s of ${email}`).to.equal(sum);
      }
    }
    expect(views.size, 'different rights').to.be.greaterThan(5);
  }

  async function signIn(url: string, login: string, password: string): Promise<string | undefined> {
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ login, password }),
    });
    return answer.ok ? (answer.headers.get('set-cookie')?.split(';')[0] ?? '') : undefined;
  }

  it('told to stop half-way through its syncs, it ends at once and goes on from there the next time', async () => {
    const program = demo('--once', '--json', '--fresh');
    await until(() => /customers: \d/.test(program.output().err));
    program.kill('SIGTERM');
    expect(await program.ended).to.equal(0);
    expect(program.output().out).to.equal('');
    expect(postgresOf(folder)).to.equal(undefined);
    const next = await once();
    expect(next.connections.every(({ state }) => state === 'done')).to.equal(true);
    expect(next.records).to.be.greaterThan(1200);
  });
});
