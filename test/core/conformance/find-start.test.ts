import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { findStart } from '../../../core/conformance/find-start.js';

describe("A plugin's simulator is found", () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'portico-start-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const places: [where: string, entry: string, module: string][] = [
    ['in the test folder of the plugin', 'plugins/acme/plugin.js', 'plugins/acme/test/start.js'],
    ['beside the plugin', 'plugins/acme/plugin.mjs', 'plugins/acme/simulator.mjs'],
    ['where TypeScript was compiled to', 'plugins/acme/dist/plugin.js', 'plugins/acme/dist/test/start.js'],
    ['in plain JavaScript beside TypeScript', 'plugins/acme/dist/plugin.js', 'plugins/acme/test/start.js'],
    ['among the tests of many plugins', 'plugins/acme/plugin.js', 'test/contract/acme.js'],
  ];
  for (const [where, entry, module] of places)
    it(`${where}: ${module}`, async () => {
      const path = join(folder, module);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, "export const start = () => ({ url: 'http://acme.example' });\n");
      const found = await findStart({ entry: join(folder, entry), folder: join(folder, 'plugins/acme') });
      expect(found?.path).to.equal(path);
      expect(await found?.start()).to.deep.equal({ url: 'http://acme.example' });
    });

  it('or is not there, which is no failure', async () => {
    const acme = join(folder, 'plugins/acme');
    expect(await findStart({ entry: join(acme, 'plugin.js'), folder: acme })).to.equal(undefined);
  });

  it('unless there is one that nobody has compiled', async () => {
    await writeFile(join(folder, 'simulator.ts'), '');
    const outcome = await findStart({ entry: join(folder, 'plugin.js'), folder }).catch(
      (error: unknown) => error,
    );
    expect(outcome).to.include({ code: 'SIMULATOR_UNUSABLE' });
  });
});
