import { expect } from 'chai';

import { definePlugin, Fault } from '../../../core/contract/contract.js';
import type { PorticoError } from '../../../core/contract/portico-error.js';
import { findPlugin } from '../../../core/plugins/find-plugins.js';
import { loadPlugins } from '../../../core/plugins/load-plugins.js';
import { makePluginFolders, pluginSource, type PluginFolders } from './plugin-folders.js';

describe('Loading plugins', () => {
  let folders: PluginFolders;
  beforeEach(() => {
    folders = makePluginFolders();
  });
  afterEach(() => folders.remove());

  const load = (...named: string[]) => loadPlugins(named.flatMap((each) => findPlugin(each, folders.root)));

  /** What is said about one plugin whose source is this. */
  async function refusal(source: string): Promise<string[]> {
    folders.write('bad/plugin.mjs', source);
    const error: unknown = await load('./bad').catch((e: unknown) => e);
    expect(error).to.include({ code: 'PLUGIN_REFUSED' });
    const { details, message } = error as PorticoError;
    const problems = details['problems'] as string[];
    for (const problem of problems) {
      expect(message).to.include(problem);
      expect(problem).to.match(/^\.\/bad: /);
    }
    return problems.map((problem) => problem.slice('./bad: '.length));
  }

  it('gives a plugin in any folder the contract of this Portico, not a copy of it', async () => {
    const probe = `${pluginSource('acme')}
      import { Fault } from 'portico/contract';
      plugin.FaultSeen = Fault;
      plugin.define = definePlugin;`;
    folders.write('acme/plugin.mjs', probe);
    const plugin = (await load('./acme')).get('acme')?.plugin;
    expect(plugin).to.include({ FaultSeen: Fault, define: definePlugin });
  });

  it('gives a package in node_modules the same, though it brings a portico of its own', async () => {
    const own = 'node_modules/portico-acme';
    folders.write(
      `${own}/package.json`,
      JSON.stringify({ name: 'portico-acme', type: 'module', main: 'a.js' }),
    );
    folders.write(`${own}/a.js`, `${pluginSource('acme')}; plugin.define = definePlugin;`);
    folders.write(
      `${own}/node_modules/portico/package.json`,
      JSON.stringify({ name: 'portico', type: 'module', exports: { './contract': './c.js' } }),
    );
    folders.write(`${own}/node_modules/portico/c.js`, 'export const definePlugin = () => ({});');
    expect((await load('portico-acme')).get('acme')?.plugin).to.include({ define: definePlugin });
  });

  it('lets the files of a plugin import it too, and leaves every other import alone', async () => {
    folders.write('acme/settings.mjs', "export { codec } from 'portico/contract';");
    folders.write(
      'acme/plugin.mjs',
      `import { basename } from 'node:path';\nimport { codec } from './settings.mjs';\n${pluginSource('acme', "title: basename('/a/') + typeof codec.text,")}`,
    );
    expect((await load('./acme')).get('acme')?.plugin.title).to.equal('aobject');
  });

  it('brings a validator of the settings that refuses members it does not know', async () => {
    folders.write('acme/plugin.mjs', pluginSource('acme'));
    const settings = (await load('./acme')).get('acme')?.settings;
    expect(settings?.check({ token: 'a' })).to.deep.equal([]);
    expect(settings?.check({ tokn: 'a' }).map(({ path }) => path)).to.deep.equal(['tokn']);
  });

  const cases: [what: string, source: string, said: (string | RegExp)[]][] = [
    ['a syntax error', 'export const plugin = {', [/^it cannot be loaded: Unexpected end of input/]],
    [
      'an import that is missing',
      "import './gone.mjs';",
      [/^it cannot be loaded: Cannot find module .*gone\.mjs/],
    ],
    ['an error while it is loaded', "throw new Error('no licence');", ['it cannot be loaded: no licence']],
    ['a text thrown while it is loaded', "throw 'no licence';", ['it cannot be loaded: no licence']],
    [
      'no export',
      'export const connector = {};',
      ['it exports no "plugin". Write: export const plugin = definePlugin({ … }).'],
    ],
    ['an export that is a function', 'export const plugin = () => ({});', [/^it exports no "plugin"/]],
    ['an export that is null', 'export const plugin = null;', [/^it exports no "plugin"/]],
    [
      'another contract',
      pluginSource('acme', 'contract: 2, check: undefined,'),
      [
        'it is written for contract 2, and this Portico speaks contract 1. Install a version of the plugin for contract 1.',
      ],
    ],
    [
      'a contract in quotes',
      pluginSource('acme', "contract: '1',"),
      ['contract: expected 1, found "1". Correct it in definePlugin({ … }).'],
    ],
    [
      'no contract',
      pluginSource('acme', 'contract: undefined,'),
      [/^contract: expected a value, found nothing/],
    ],
    [
      'a bad id',
      pluginSource('Acme CRM'),
      [
        'id: expected a short name of small letters, digits and dashes, found "Acme CRM". Correct it in definePlugin({ … }).',
      ],
    ],
    [
      'a bad version',
      pluginSource('acme', "version: 'new',"),
      [/^version: expected a version \(1\.0\.0\), found "new"/],
    ],
    [
      'missing functions, each by its name',
      pluginSource('acme', "check: undefined, discover: 'soon', streams: {}, actions: null, policy: [],"),
      ['check', 'discover', 'streams', 'actions', 'policy'].map(
        (name) => `${name} is missing. Declare it as a function; see plugins/README.md.`,
      ),
    ],
    [
      'no transport',
      pluginSource('acme', 'transport: undefined,'),
      ['transport.base is missing. Declare transport: { base: (settings) => address }.'],
    ],
    [
      'no word on what a sign-in binds',
      pluginSource('acme', "signIn: { binds: 'company' },"),
      ["signIn.binds is missing. Say what an acceptance binds a person to: 'contact' or 'customer'."],
    ],
    [
      'a secret that is no text',
      pluginSource(
        'acme',
        "settings: { type: 'object', properties: { pin: { type: 'integer', secret: true } } },",
      ),
      ["settings.pin is secret but no text. Only text can be sealed: type: 'string'."],
    ],
    [
      'settings that are no JSON Schema',
      pluginSource('acme', "settings: { type: 'object', properties: { pin: { type: 'number of pins' } } },"),
      [/^its settings are no JSON Schema: .*type.*\. Correct settings\.$/],
    ],
    [
      'settings with a keyword that there is not',
      pluginSource('acme', "settings: { type: 'object', properties: { pin: { typ: 'string' } } },"),
      [/^its settings are no JSON Schema: .*"typ"/],
    ],
    [
      'settings that are no object',
      pluginSource('acme', 'settings: null,'),
      [/^settings: expected object, found null/],
    ],
    [
      'members of settings that are no schemas',
      pluginSource('acme', "settings: { type: 'object', properties: { pin: null } },"),
      [/^settings\.properties\.pin: expected object, found null/],
    ],
    [
      'a bad timeout',
      pluginSource('acme', "transport: { base: () => '', timeout: '1y' },"),
      ['transport.timeout: "1y" is not a duration. Write a whole number and s, m, h or d: 30s, 7d.'],
    ],
    [
      'several things, all of them at once',
      pluginSource('Acme', 'version: 1, policy: undefined, signIn: undefined, transport: null,'),
      [
        /^id: /,
        /^version: /,
        /^policy is missing/,
        /^transport\.base is missing/,
        /^signIn\.binds is missing/,
      ],
    ],
  ];
  for (const [what, source, said] of cases)
    it(`refuses ${what}, with the remedy`, async () => {
      const problems = await refusal(source);
      expect(problems).to.have.length(said.length);
      for (const expected of said)
        expect(
          problems.some((problem) =>
            typeof expected === 'string' ? problem === expected : expected.test(problem),
          ),
          `${String(expected)} in ${problems.join('\n')}`,
        ).to.equal(true);
    });

  it('refuses a second plugin of the same id, naming both', async () => {
    folders.write('one/plugin.mjs', pluginSource('acme'));
    folders.write('two/plugin.mjs', pluginSource('acme'));
    const error: unknown = await load('./one', './two').catch((e: unknown) => e);
    expect(error)
      .to.have.property('message')
      .that.includes('./two: its id "acme" is taken by ./one. Give it another id, or remove one of the two.');
  });

  it('reports the problems of all plugins together', async () => {
    folders.write('one/plugin.mjs', 'export const a = 1;');
    folders.write('two/plugin.mjs', pluginSource('acme', 'contract: 7, policy: undefined,'));
    folders.write('three/plugin.mjs', pluginSource('good'));
    const error: unknown = await load('./one', './two', './three').catch((e: unknown) => e);
    expect(error).to.have.property('message').that.includes('2 things about plugins cannot be used');
    expect((error as PorticoError).details['problems']).to.have.length(2);
  });
});
