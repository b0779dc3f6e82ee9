import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { findPlugin, findPluginsIn } from '../../../core/plugins/find-plugins.js';
import { projectPath } from '../../../core/project-path.js';
import { makePluginFolders, pluginSource, type PluginFolders } from './plugin-folders.js';

describe('Finding plugins', () => {
  let folders: PluginFolders;
  beforeEach(() => {
    folders = makePluginFolders();
  });
  afterEach(() => folders.remove());

  const found = (named: string): string[] =>
    findPlugin(named, folders.root).map(({ url }) => fileURLToPath(url).slice(folders.root.length + 1));

  it('takes a folder with plugin.js, plugin.mjs or dist/plugin.js', () => {
    folders.write('a/plugin.js', pluginSource('a'));
    folders.write('b/plugin.mjs', pluginSource('b'));
    folders.write('c/dist/plugin.js', pluginSource('c'));
    expect(found('./a')).to.deep.equal(['a/plugin.js']);
    expect(found('./b')).to.deep.equal(['b/plugin.mjs']);
    expect(found('./c')).to.deep.equal(['c/dist/plugin.js']);
    expect(findPlugin(`${folders.root}/a`, '/')).to.have.length(1);
  });

  it('takes a folder of plugin folders, in the order of their names, and leaves out what is none', () => {
    folders.write('all/b/plugin.js', pluginSource('b'));
    folders.write('all/a/plugin.js', pluginSource('a'));
    folders.write('all/notes/README.md', 'no plugin');
    folders.write('all/README.md', 'no folder');
    expect(found('./all')).to.deep.equal(['all/a/plugin.js', 'all/b/plugin.js']);
  });

  it('takes an npm package that is installed beside the config file', () => {
    folders.write(
      'node_modules/portico-acme/package.json',
      JSON.stringify({ name: 'portico-acme', type: 'module', exports: './lib/plugin.js' }),
    );
    folders.write('node_modules/portico-acme/lib/plugin.js', pluginSource('acme'));
    expect(found('portico-acme')).to.deep.equal(['node_modules/portico-acme/lib/plugin.js']);
  });

  it('takes a package of a scope', () => {
    folders.write(
      'node_modules/@acme/portico/package.json',
      JSON.stringify({ name: '@acme/portico', type: 'module', main: 'plugin.js' }),
    );
    folders.write('node_modules/@acme/portico/plugin.js', pluginSource('acme'));
    expect(found('@acme/portico')).to.deep.equal(['node_modules/@acme/portico/plugin.js']);
  });

  it('takes a package that only importers may load', () => {
    folders.write(
      'node_modules/portico-esm/package.json',
      JSON.stringify({ name: 'portico-esm', type: 'module', exports: { import: './plugin.js' } }),
    );
    folders.write('node_modules/portico-esm/plugin.js', pluginSource('esm'));
    expect(found('portico-esm')).to.deep.equal(['node_modules/portico-esm/plugin.js']);
  });

  it('says where it looked, and what to do, when there is no plugin', () => {
    folders.write('empty/README.md', 'nothing');
    for (const named of ['./nowhere', './empty'])
      expect(() => findPlugin(named, folders.root))
        .to.throw(`No plugin at ${folders.root}/${basename(named)}: no plugin.js`)
        .with.property('code', 'PLUGIN_NOT_FOUND');
    expect(() => findPlugin('portico-missing', folders.root))
      .to.throw('npm install portico-missing')
      .with.property('code', 'PLUGIN_NOT_FOUND');
  });

  it('says that a plugin still has to be compiled', () => {
    folders.write('raw/plugin.ts', 'export {};');
    expect(() => findPlugin('./raw', folders.root)).to.throw('compile it first');
  });

  it('finds the bundled plugins in their folder', () => {
    const names = findPluginsIn(projectPath('dist/plugins')).map(({ name }) => basename(name));
    expect(names).to.include.members(['rpm', 'vtiger']);
  });
});
