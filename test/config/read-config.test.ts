import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect } from 'chai';
import fc from 'fast-check';

import { readConfig, type ReadConfig } from '../../config/read-config.js';
import { PorticoError } from '../../core/contract/portico-error.js';
import { projectPath } from '../../core/project-path.js';

describe('The configuration', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-config-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function readText(text: string, env: NodeJS.ProcessEnv = {}): ReadConfig {
    const file = join(folder, 'portico.json');
    writeFileSync(file, text);
    return readConfig({ file, env });
  }
  const read = (config: unknown, env: NodeJS.ProcessEnv = {}): ReadConfig =>
    readText(JSON.stringify(config), env);

  /** What is wrong with a configuration, one sentence each. */
  function problems(config: unknown, env: NodeJS.ProcessEnv = {}): string[] {
    try {
      read(config, env);
    } catch (error) {
      if (!(error instanceof PorticoError)) throw error;
      expect(error.code).to.equal('CONFIG_INVALID');
      expect(error.message).to.include(join(folder, 'portico.json'));
      return error.details['problems'] as string[];
    }
    return [];
  }
  const connection = (id: string): object => ({ id, plugin: 'acme', settings: {} });

  it('is read from --config, else PORTICO_CONFIG, else the default', () => {
    const file = join(folder, 'a.json');
    writeFileSync(file, '{"port": 4000}');
    expect(readConfig({ file, env: { PORTICO_CONFIG: '/nowhere.json' } })).to.include({ port: 4000, file });
    expect(readConfig({ env: { PORTICO_CONFIG: file } })).to.include({ port: 4000, file });
    expect(readConfig({ env: {} })).to.include({ port: 3000, file: projectPath('config/default.json') });
  });

  it('takes data folder, database and port from the environment first', () => {
    const config = { database: { url: 'postgres://file/a' }, port: 1 };
    expect(read(config)).to.include({
      dataFolder: resolve('.portico'),
      databaseUrl: 'postgres://file/a',
      port: 1,
    });
    const env = { PORTICO_DATA: '/data', DATABASE_URL: 'postgres://env/b', PORT: '8080' };
    expect(read(config, env)).to.include({
      dataFolder: resolve('/data'),
      databaseUrl: 'postgres://env/b',
      port: 8080,
    });
    expect(read({}).databaseUrl).to.equal(undefined);
  });

  it('treats an empty variable as one that is not set', () => {
    const env = { PORTICO_DATA: '', DATABASE_URL: '', PORT: '' };
    expect(read({ port: 5 }, env)).to.include({ dataFolder: resolve('.portico'), port: 5 });
    expect(read({}, env).databaseUrl).to.equal(undefined);
    expect(readConfig({ env: { PORTICO_CONFIG: '' } }).file).to.equal(projectPath('config/default.json'));
  });

  it('finds the key file below its own folder', () => {
    expect(read({ secretKey: 'keys/a' }).secretKeyFile).to.equal(join(folder, 'keys/a'));
    expect(read({ secretKey: '/etc/key' }).secretKeyFile).to.equal(resolve('/etc/key'));
    expect(read({}).secretKeyFile).to.equal(undefined);
  });

  it('puts in what the environment holds, anywhere in a text and as often as it is named', () => {
    const env = { TOKEN: 't0', HOST: 'crm.example' };
    const settings = { url: 'https://${env:HOST}/a/${env:HOST}', list: [{ token: '${env:TOKEN}' }], n: 1 };
    expect(
      read({ connections: [{ ...connection('a'), settings }] }, env).hub.connections?.[0]?.settings,
    ).to.deep.equal({
      url: 'https://crm.example/a/crm.example',
      list: [{ token: 't0' }],
      n: 1,
    });
  });

  it('takes a value of the environment as it is, without looking into it again', () => {
    const settings = { token: '${env:TOKEN}' };
    const { hub } = read({ connections: [{ ...connection('a'), settings }] }, { TOKEN: "a${env:HOME}$&$'" });
    expect(hub.connections?.[0]?.settings).to.deep.equal({ token: "a${env:HOME}$&$'" });
  });

  it('names every variable that is missing and where it is asked for', () => {
    const settings = { a: '${env:NO_A}', b: ['${env:NO_B}'] };
    expect(problems({ connections: [{ ...connection('x'), settings }] })).to.deep.equal([
      'connections.0.settings.a: the environment has no NO_A. Set it before the start, or write the value itself.',
      'connections.0.settings.b.0: the environment has no NO_B. Set it before the start, or write the value itself.',
    ]);
  });

  it('refuses a member it does not know, by its path', () => {
    expect(problems({ database: { uri: 'a' } })).to.deep.equal([
      'database.uri: expected no member of this name, found one.',
    ]);
  });

  it('reports everything that is wrong at once', () => {
    const bad = { port: 'x', landing: 'shop', colour: 1, connections: [{ id: 'A b', plugin: '' }] };
    expect(problems(bad, { PORT: 'y' }).map((text) => text.split(':')[0])).to.have.members([
      'port',
      'landing',
      'colour',
      'connections.0.settings',
      'connections.0.id',
      'connections.0.plugin',
      'PORT',
    ]);
  });

  it('says in words what a text should look like', () => {
    const cases: [object, string][] = [
      [
        { database: { url: 'mysql://a' } },
        'database.url: expected a postgres:// address, found "mysql://a".',
      ],
      [{ retention: { runs: 'long' } }, 'retention.runs: expected a duration (30s, 7d), found "long".'],
      [
        { mail: { url: 'http://a' } },
        'mail.url: expected an smtp address (smtp://host:25), found "http://a".',
      ],
      [
        { branding: { colours: { a: 'red' } } },
        'branding.colours.a: expected a colour (#1a2b3c), found "red".',
      ],
      [{ port: 70_000 }, 'port: expected must be <= 65535, found 70000.'],
    ];
    for (const [config, said] of cases) expect(problems(config)).to.deep.equal([said]);
  });

  it('refuses a member named __proto__, wherever it is, and is not changed by it (S47)', () => {
    for (const text of [
      '{"__proto__": {"port": 1}}',
      '{"connections": [{"id": "a", "plugin": "b", "settings": {"c": {"__proto__": {"d": 1}}}}]}',
    ])
      expect(() => readText(text))
        .to.throw('a member must not be named __proto__. Remove it.')
        .with.property('code', 'CONFIG_INVALID');
    expect(Reflect.get({}, 'd')).to.equal(undefined);
  });

  it('refuses what is nested without end (S47)', () => {
    const text = `{"connections": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(() => readText(text))
      .to.throw('nested more than 50 deep')
      .with.property('code', 'CONFIG_INVALID');
  });

  it('refuses two connections of one id, and says it once', () => {
    expect(problems({ connections: ['a', 'b', 'a', 'a'].map(connection) })).to.deep.equal([
      'connections: two have the id "a". Give one of them another id.',
    ]);
  });

  it('lets http stand only for a loopback address', () => {
    for (const baseUrl of [
      'https://a.example',
      'http://localhost:3000',
      'http://127.0.0.1/x',
      'http://[::1]:3000',
    ])
      expect(problems({ baseUrl }), baseUrl).to.deep.equal([]);
    for (const baseUrl of [
      'http://a.example',
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
    ])
      expect(problems({ baseUrl }), baseUrl).to.have.length(1);
    for (const baseUrl of [
      'https://',
      'http://[::1',
      'http://localhost@evil.example',
      'http://127.0.0.1:80@evil.example',
      'http://127.0.0.1:80@evil.example/',
    ])
      expect(problems({ baseUrl }), baseUrl).to.have.length(1);
  });

  it('refuses a PORT that is none', () => {
    for (const PORT of ['http', '-1', '65536', '1.5', ' ', '0x50', '1e3'])
      expect(problems({}, { PORT }), PORT).to.deep.equal([
        `PORT: expected a number from 0 to 65535, found "${PORT}". Correct the environment.`,
      ]);
    expect(read({}, { PORT: '0' }).port).to.equal(0);
  });

  it('says that there is no file, and where a file stops being JSON', () => {
    expect(() => readConfig({ file: join(folder, 'gone.json') }))
      .to.throw(`There is no configuration file ${join(folder, 'gone.json')}.`)
      .with.property('code', 'CONFIG_NOT_FOUND');
    expect(() => readText('{\n  "port": 1,\n  "landing" "me"\n}'))
      .to.throw(/is not JSON from line 3 on\. Look for/)
      .with.property('code', 'CONFIG_NOT_JSON');
    expect(() => readText(''))
      .to.throw()
      .with.property('code', 'CONFIG_NOT_JSON');
    expect(() => readConfig({ file: folder }))
      .to.throw()
      .with.property('code', 'CONFIG_NOT_FOUND');
  });

  it('reads a file that begins with a byte order mark', () => {
    expect(readText('\uFEFF{"port": 7}').port).to.equal(7);
  });

  it('either reads any JSON value or says by path what is wrong, and throws nothing else', () => {
    const names = fc.constantFrom(
      'port',
      'baseUrl',
      'connections',
      'database',
      'url',
      'id',
      'plugin',
      'settings',
      '__proto__',
      'map',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        fc.constantFrom('${env:HOME}', '${env:NONE}', 'http://a', 'postgres://a', 'a', 1, true),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.array(fc.tuple(names, tie('any')), { maxLength: 4 }).map((pairs) => new Pairs(pairs)),
      ),
    })).any;
    fc.assert(
      fc.property(value, (config) => {
        const text = toJson(config);
        try {
          readText(text, { HOME: '/home' });
        } catch (error) {
          expect(error).to.be.instanceOf(PorticoError);
          const { code, details } = error as PorticoError;
          expect(code).to.equal('CONFIG_INVALID');
          for (const problem of details['problems'] as string[]) expect(problem).to.match(/^.+?: \S/s);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Members by name, __proto__ among them, which no object literal could carry. */
class Pairs {
  constructor(readonly pairs: [string, unknown][]) {}
}

function toJson(value: unknown): string {
  if (value instanceof Pairs)
    return `{${value.pairs.map(([name, each]) => `${JSON.stringify(name)}:${toJson(each)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  return JSON.stringify(value);
}
