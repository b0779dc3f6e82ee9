import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { readConfig } from '../../config/read-config.js';
import { PorticoError } from '../../core/contract/portico-error.js';
import { runPortico, type Answer } from './cli.js';

const marker = 'marker-5ecret-4f81';

describe('portico config check', () => {
  let folder: string;
  const printed: string[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-config-'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    expect(printed.join('\n'), 'a secret of a broken config').to.not.contain(marker);
  });

  let made = 0;
  async function check(config: object | string, env: Record<string, string> = {}): Promise<Answer> {
    const file = join(folder, `config-${(made += 1)}.json`);
    await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
    const answer = await runPortico(['config', 'check', '--config', file], { env });
    printed.push(answer.stdout, answer.stderr);
    expect(answer.stderr).to.equal('');
    return answer;
  }

  /** The same in this process, for the many ways in which a file can be wrong. */
  async function problemsOf(config: object | string, env: Record<string, string> = {}): Promise<string> {
    const file = join(folder, `config-${(made += 1)}.json`);
    await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
    try {
      readConfig({ file, env });
    } catch (error) {
      if (!(error instanceof PorticoError)) throw error;
      printed.push(error.message, JSON.stringify(error.details));
      return error.message;
    }
    return '';
  }

  const rpm = { id: 'rpm', plugin: 'rpm', settings: { url: 'https://rpm.example', apiKey: marker } };

  it('passes a good one, without a database and without a key', async () => {
    const { code, stdout } = await check({ connections: [rpm] });
    expect(code).to.equal(0);
    expect(stdout).to.contain('is right: 1 connection.');
  });

  const bad: [name: string, config: object | string, sentences: string[], env?: Record<string, string>][] = [
    [
      'broken JSON',
      `{\n "connections": [\n  {"apiKey": ${marker}, "id": 1}\n ]\n}`,
      ['is not JSON from line 3 on'],
    ],
    ['JSON that ends too soon', `{"connections": [{"apiKey": "${marker}"`, ['is not JSON from line 1 on']],
    ['an unknown member', { connexions: [] }, ['connexions: expected no member of this name']],
    ['a wrong type', { port: 'high' }, ['port: expected integer, found "high"']],
    [
      'a missing variable',
      { connections: [{ ...rpm, title: '${env:NOT_SET_ANYWHERE}' }] },
      ['connections.0.title: the environment has no NOT_SET_ANYWHERE'],
    ],
    ['two of one id', { connections: [rpm, rpm] }, ['two have the id "rpm"']],
    ['http outside of this machine', { baseUrl: 'http://portal.example' }, ['is http, and only a loopback']],
    [
      'an address with a password',
      { database: { url: `mysql://me:${marker}@host/db` } },
      ['database.url: expected a postgres:// address'],
    ],
    [
      'a wrong address in the environment',
      {},
      ['DATABASE_URL: expected a postgres:// address'],
      {
        DATABASE_URL: `my${marker}`,
      },
    ],
  ];
  for (const [name, config, sentences, env] of bad)
    it(`refuses ${name}`, async () => {
      const problems = await problemsOf(config, env);
      for (const sentence of sentences) expect(problems).to.contain(sentence);
    });

  it('names every problem of the file at once, with exit code 1', async () => {
    const { code, stdout } = await check({ port: 'high', connexions: [], logLevel: 'loud' });
    expect(code).to.equal(1);
    expect(stdout).to.contain('3 problems:').and.contain('connexions').and.contain('logLevel');
  });

  it('names every problem of plugins, settings, schedules, networks and key at once', async () => {
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken/plugin.js'), 'export const plugin = { id: "X" };');
    const { code, stdout } = await check({
      plugins: ['./broken', './nowhere', 'not-installed-anywhere'],
      secretKey: 'no.key',
      outbound: { allow: ['everywhere'] },
      connections: [
        { ...rpm, settings: { url: 5, apiKey: { marker } }, schedule: 'often' },
        { id: 'ghost', plugin: 'ghost', settings: {} },
        { id: 'vt', plugin: 'vtiger', settings: { url: 'https://vt.example', user: 'u' } },
      ],
    });
    expect(code).to.equal(1);
    for (const part of [
      'broken: id: expected a short name',
      'nowhere',
      'not-installed-anywhere',
      'secretKey',
      'everywhere',
      'connection rpm: "often" is no schedule',
      'settings of connection rpm do not fit the plugin rpm: url: expected string, found 5',
      'apiKey: expected string, found something else',
      'connection ghost: there is no usable plugin "ghost"',
      'accessKey: expected a value, found nothing',
    ])
      expect(stdout).to.contain(part);
  });
});
