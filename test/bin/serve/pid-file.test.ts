import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { takePidFile } from '../../../bin/serve/pid-file.js';

describe('pid-file', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-pid-'));
    file = join(folder, 'portico.pid');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const refusal = (): Promise<unknown> =>
    takePidFile(folder).then(
      () => undefined,
      (error: unknown) => error,
    );

  it('holds the number of this process until it is released', async () => {
    const release = await takePidFile(folder);
    expect(await readFile(file, 'utf8')).to.equal(`${process.pid}\n`);
    await release();
    expect(existsSync(file)).to.equal(false);
  });

  it('refuses while the process that wrote it lives', async () => {
    await writeFile(file, `${process.ppid}\n`);
    expect(await refusal()).to.include({ code: 'ALREADY_SERVING' });
    expect(await readFile(file, 'utf8')).to.equal(`${process.ppid}\n`);
  });

  it('is not misled by what a killed one left, nor by a number that another process has by now', async () => {
    for (const [text, writtenAt] of [
      ['999999999\n', new Date()],
      ['', new Date()],
      ['no number\n', new Date()],
      // The mocha that runs this is younger than the note.
      [`${process.ppid}\n`, new Date('2020-01-01')],
    ] as const) {
      await writeFile(file, text);
      await utimes(file, writtenAt, writtenAt);
      const release = await takePidFile(folder);
      expect(await readFile(file, 'utf8'), text).to.equal(`${process.pid}\n`);
      await release();
    }
  });

  it('takes away no note but its own', async () => {
    const release = await takePidFile(folder);
    await writeFile(file, '12345\n');
    await release();
    expect(await readFile(file, 'utf8')).to.equal('12345\n');
  });
});
