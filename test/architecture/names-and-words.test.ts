import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

import { expect } from 'chai';

import { projectPath } from '../../core/project-path.js';
import { changeComments, sourceFiles, withoutComments, type SourceFile } from './source-files.js';

type Judge = (file: SourceFile) => boolean;

const product = ['bin', 'config', 'core', 'plugins'];
const everywhere = [...product, 'test'];

const pathsOf = (files: SourceFile[], judge: Judge): string[] => files.filter(judge).map(({ path }) => path);
const file = (path: string, text = ''): SourceFile => ({ path, text });

/** What the compiler reads as code: no comment, no text in quotes. */
const codeOf = (text: string): string => withoutComments(text).replace(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g, "''");

const exportsDefault: Judge = ({ text }) =>
  /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/.test(codeOf(text));

const isBarrel: Judge = ({ path }) => /(^|\/)index\.tsx?$/.test(path);

const isDump: Judge = ({ path }) => /(^|\/)(utils?|helpers?|common|shared|misc)(\.[^/]*|\/.*)$/.test(path);

const isKebab: Judge = ({ path }) => /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.tsx?$/.test(basename(path));

const silences: Judge = ({ text }) => /@ts-(ignore|nocheck|expect-error)/.test(text);

const saysAny: Judge = ({ text }) => /(?:[:<,|=]|\bas)\s*any\b(?!\s*[(:=\w])/.test(codeOf(text));

/** Vendors by their plugins' folders, and the names they go by elsewhere. */
const vendors = [
  ...readdirSync(projectPath('plugins'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name),
  'rpm',
  'opencrm',
  'apptivo',
  'crm-service',
  'mobiwork',
  'vtiger',
  'corebos',
];
const vendorName = new RegExp(vendors.join('|').replaceAll('-', '[-_ ]?'), 'i');

/** A comment may say by its number which vendor's rule it follows; nothing else in core names a vendor. */
const namesVendor: Judge = ({ path, text }) =>
  vendorName.test(path) ||
  vendorName.test(changeComments(text, (comment) => comment.replace(/\b(RPM|APT|O|C|M|V)-\d+\b/g, '')));

describe('Names and words in the sources', () => {
  const ours = sourceFiles(product).filter(({ path }) => !path.startsWith('core/contract/generated/'));
  const all = sourceFiles(everywhere);

  it('exports by name, never by default', () => {
    expect(pathsOf(all, exportsDefault)).to.deep.equal([]);
    expect(exportsDefault(file('a.ts', 'export default 1;'))).to.equal(true);
    expect(exportsDefault(file('a.ts', 'export { a as default };'))).to.equal(true);
  });

  it('has no barrel and no dumping ground', () => {
    expect(pathsOf(all, (each) => isBarrel(each) || isDump(each))).to.deep.equal([]);
    expect(isBarrel(file('core/sync/index.ts'))).to.equal(true);
    for (const path of [
      'core/utils.ts',
      'core/helpers/wait.ts',
      'bin/common.ts',
      'core/shared/a.ts',
      'a/misc.ts',
    ])
      expect(isDump(file(path)), path).to.equal(true);
    expect(isDump(file('core/common-sense.ts'))).to.equal(false);
  });

  it('names files in kebab-case', () => {
    expect(pathsOf(all, (each) => !isKebab(each))).to.deep.equal([]);
    for (const path of ['core/loadPlugins.ts', 'core/Load.ts', 'core/load_plugins.ts'])
      expect(isKebab(file(path)), path).to.equal(false);
  });

  it('never silences the compiler and never says any in the product', () => {
    expect(pathsOf(ours, (each) => silences(each) || saysAny(each))).to.deep.equal([]);
    expect(silences(file('a.ts', '// @ts-ignore'))).to.equal(true);
    for (const text of [
      'let a: any;',
      'b as any',
      'Map<string, any>',
      'any[] | (x: any) => 1',
      'type A = any;',
    ])
      expect(saysAny(file('a.ts', text)), text).to.equal(true);
    for (const text of ['/** says: any */', "q('id = any($1)')", 'const any = 1;', '{ any: Condition[] }'])
      expect(saysAny(file('a.ts', text)), text).to.equal(false);
  });

  it('has no vendor in core, neither in code nor in text', () => {
    const core = sourceFiles(['core'], ['.ts', '.tsx', '.sql', '.css', '.html', '.mjs']);
    expect(core.length).to.be.above(50);
    expect(pathsOf(core, namesVendor)).to.deep.equal([]);
    for (const text of ["if (id === 'rpm')", 'class RpmClient {}', '// as vtiger does', 'select crm_service'])
      expect(namesVendor(file('core/a.ts', text)), text).to.equal(true);
    expect(namesVendor(file('core/vtiger.ts'))).to.equal(true);
    expect(namesVendor(file('core/a.ts', '/** Demotes the former one (RPM-4, V-3). */'))).to.equal(false);
    expect(namesVendor(file('core/a.ts', "throw new Error('RPM-4')"))).to.equal(true);
  });
});
