import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { checks } from '../../../core/conformance/checks.js';
import { toyFolder } from './mutate-toy.js';

describe("A plugin author's own test file", function () {
  this.timeout(180_000);
  it('runs the whole suite by portico/testing alone, on a PostgreSQL that it starts and leaves no trace of', async () => {
    const file = join(toyFolder, 'test/toy.test.js');
    const args = ['--test', '--test-reporter=tap', file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: tmpdir(), timeout: 170_000 });
    expect(stdout)
      .to.contain(`# pass ${checks.length}\n`)
      .and.contain('# fail 0\n')
      .and.contain('# skipped 0\n');
  });
});
