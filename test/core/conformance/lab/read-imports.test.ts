import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { readImports } from '../../../../core/conformance/lab/read-imports.js';

describe('What a plugin imports and uses', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-imports-'));
    await mkdir(join(folder, 'acme/deep'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function read(text: string, others: Record<string, string> = {}) {
    for (const [name, content] of Object.entries({ 'plugin.js': text, ...others }))
      await writeFile(join(folder, 'acme', name), content);
    return readImports(join(folder, 'acme/plugin.js'), join(folder, 'acme'));
  }

  it('takes portico/contract, its own folder and modules of Node that only compute', async () => {
    const found = await read(
      `import { definePlugin } from 'portico/contract';
       import { createHmac } from 'node:crypto';
       import { inspect } from "util";
       export { streams } from './deep/streams.js';
       const process = facts.process.id; // fetch('nothing')
       const said = 'console.log(1)' + \`process.env\`;
       session.fetch(1); this.require(2);
       const file = { async fetch({ http }, { id }) { return http.get(id()); } };`,
      { 'deep/streams.js': "import '../more.js';", 'more.js': '' },
    );
    expect(found).to.deep.equal({ files: 3, problems: [] });
  });

  const refused: [text: string, says: string][] = [
    ["import { readFile } from 'node:fs/promises';", 'imports node:fs/promises, a module of Node'],
    ["import http from 'http'", 'imports http, a module of Node'],
    ["import axios from 'axios';", 'imports axios.'],
    ["export * from 'portico/testing';", 'imports portico/testing.'],
    ['import {\n  a,\n  b\n} from "../other/plugin.js";', 'imports ../other/plugin.js, which is outside'],
    ['const late = await import("left-pad");', 'imports left-pad.'],
    ['const late = await import(name);', 'imports something by a name made at run time'],
    ["const fs = require('fs');", 'loads code by itself: require('],
    ['await fetch(url);', 'calls by itself: fetch('],
    ['new WebSocket (url);', 'calls by itself: WebSocket'],
    ['console.log(settings);', 'writes to the terminal: console.'],
    ['const key = process.env.KEY;', 'touches the process: process.env'],
    ['eval(text)', 'loads code by itself: eval('],
    ['new Function(text)', 'loads code by itself: new Function('],
  ];
  for (const [text, says] of refused)
    it(`does not take: ${text.replaceAll('\n', ' ')}`, async () => {
      const { problems } = await read(text);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.contain(`plugin.js ${says}`);
    });

  it('looks into every file that the plugin imports of its own', async () => {
    const { problems } = await read("import './deep/a.js';", {
      'deep/a.js': "export { b } from './b.js';",
      'deep/b.js': "import '../../elsewhere.js';",
    });
    expect(problems).to.deep.equal(['deep/b.js imports ../../elsewhere.js, which is outside of its folder.']);
  });
});
