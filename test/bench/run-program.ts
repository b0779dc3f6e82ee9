import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { childFlags } from '../../bin/serve/child-flags.js';
import { projectPath } from '../../core/project-path.js';

/** A program of ours in a process of its own, which speaks in lines of JSON. */
export interface Program {
  /** Hands it what it asks for by `takeInput`. */
  give(input: object): void;
  /** Its next line. */
  line(): Promise<unknown>;
  /** Waits until it is gone by itself. */
  ended(): Promise<void>;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts `dist/<file>`; `profile` names a folder that takes its CPU profile. It ends with its parent. */
export function startProgram(file: string, args: string[], profile?: string): Program {
  const child = fork(projectPath(`dist/${file}`), args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // As `serve` runs its worker.
    execArgv: [...childFlags, ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])],
  });
  if (!child.stdout) throw new Error('a child without stdout');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const gone = once(child, 'exit');
  return {
    give: (input) => void child.send(input),
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${file} ended without an answer; what it says is above.`);
      return JSON.parse(value) as unknown;
    },
    async ended() {
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** In the program itself: what its parent gave it. It may end when it has answered. */
export async function takeInput<T>(): Promise<T> {
  const [input] = await once(process, 'message');
  process.disconnect();
  // What the parent gives is checked there, by the type of the program's input.
  return input as T;
}

/** Runs a program to its end and answers its only line. */
export async function runProgram<T>(file: string, input: object, profile?: string): Promise<T> {
  const program = startProgram(file, [], profile);
  program.give(input);
  // Each program declares what it answers beside what it takes.
  const answer = (await program.line()) as T;
  await program.ended();
  return answer;
}
