import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

import { projectPath } from '../../core/project-path.js';

/** A test of the suite: the file of its source, and what it says. */
export interface ListedTest {
  file: string;
  title: string;
}

/** Every test that `npm test` runs, as mocha itself finds them; none is run. Tests of simulators prove no product. */
export async function listTests(): Promise<ListedTest[]> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-tests-'));
  const output = join(folder, 'tests.json');
  try {
    await promisify(execFile)(
      process.execPath,
      [
        projectPath('node_modules/mocha/bin/mocha.js'),
        '--config',
        projectPath('config/mocha.json'),
        '--dry-run',
        '--reporter',
        'json',
        '--reporter-option',
        `output=${output}`,
        'dist/test/**/*.test.js',
      ],
      { cwd: projectPath('.'), maxBuffer: 2 ** 28 },
    );
    const { tests } = JSON.parse(await readFile(output, 'utf8')) as { tests: ListedTest[] };
    return tests
      .map(({ file, title }) => ({
        file: relative(projectPath('dist'), file).replace(/\.js$/, '.ts').replaceAll('\\', '/'),
        title,
      }))
      .filter(({ file }) => !file.startsWith('test/simulators/'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
