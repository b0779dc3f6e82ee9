import { spawnSync } from 'node:child_process';

import { expect } from 'chai';

import { commands } from '../../bin/commands.js';
import { findVerb, readCommandLine } from '../../bin/read-command-line.js';
import { runPortico as runHere } from '../../bin/run-portico.js';
import { UsageError } from '../../bin/usage-error.js';
import { projectPath } from '../../core/project-path.js';
import { runPortico } from './cli.js';

describe('portico: the command line itself', () => {
  it('says what there is when asked, and with exit code 2 when called without a word', async () => {
    const [help, none, group, verb, asked, version] = await Promise.all([
      runPortico(['help']),
      call([]),
      call(['connections', '--help']),
      call(['help', 'deletes', 'confirm']),
      call(['runs', 'show', '--help']),
      call(['--version']),
    ]);
    expect(help.code).to.equal(0);
    expect(help.stdout).to.contain('trace contact|record').and.contain('0 ok, 1 failed, 2 wrong usage');
    expect(none.code).to.equal(2);
    expect(none.stdout).to.equal(help.stdout);
    expect(group.code).to.equal(0);
    expect(group.stdout).to.contain('connections add <connection> --plugin <plugin>');
    expect(verb.stdout).to.contain('Usage: portico deletes confirm').and.contain('--yes');
    expect(asked.code).to.equal(0);
    expect(asked.stdout).to.contain('--watch');
    expect(version.stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  const wrong: [string[], string][] = [
    [['runs', 'toString'], 'There is no "toString" here, only: list, show, cancel.'],
    [['quarantine'], 'Say what to do: list, replay.'],
    [['status', 'now'], '"now" is a word too many'],
    [['status', '--loud'], "Unknown option '--loud'"],
    [['runs', 'list', '--watch'], "Unknown option '--watch'"],
    [['contacts', 'show'], 'The contact is missing. Write: portico contacts show <contact>'],
  ];
  it('refuses wrong words and options with a sentence, the usage and exit code 2', async () => {
    for (const [args, sentence] of wrong)
      expect(() => read(args), args.join(' ')).to.throw(UsageError, sentence);
    const [unknown, verb, option] = await Promise.all([
      runPortico(['constructor']),
      call(['runs', 'toString']),
      call(['connections', 'add', 'x']),
    ]);
    for (const { code, stdout, stderr } of [unknown, verb, option]) {
      expect(code).to.equal(2);
      expect(stdout).to.equal('');
      expect(stderr).to.not.match(/\bat .*\.js:\d+/);
    }
    expect(unknown.stderr).to.contain('There is no command "constructor"');
    expect(verb.stderr).to.contain('There is no "toString" here, only: list, show, cancel.');
    expect(option.stderr)
      .to.contain('Say which --plugin it is')
      .and.contain('Usage: portico connections add');
  });

  /** In this process: what the line itself says needs no hub. */
  async function call(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    let stdout = '';
    let stderr = '';
    const code = await runHere(args, {
      out: (text) => void (stdout += text),
      err: (text) => void (stderr += text),
      signal: new AbortController().signal,
      isTerminal: false,
    });
    return { code, stdout, stderr };
  }

  function read([name = '', ...args]: string[]): void {
    const found = commands[name];
    if (!found) throw new Error(`no command ${name}`);
    const isGroup = 'verbs' in found;
    const command = isGroup ? findVerb(found, args) : found;
    if (command) readCommandLine(command, args, { verb: isGroup });
  }

  it('gives failures as one JSON object under --json', async () => {
    const { code, stderr } = await call(['runs', 'show', 'first', '--json']);
    expect(code).to.equal(2);
    expect(JSON.parse(stderr)).to.have.nested.property('error.code', 'USAGE');
  });

  it('ends quietly when nobody reads its output any more', () => {
    const cli = `"${process.execPath}" "${projectPath('dist/bin/portico.js')}"`;
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `${cli} help | true; ${cli} plugin list --json | head -c 1`],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  });
});
