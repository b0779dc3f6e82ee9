import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/** A running server, from its postmaster.pid. */
export interface Postmaster {
  pid: number;
  port: number;
  /** Accepts connections; false while it starts, recovers or stops. */
  ready: boolean;
}

/** The server that runs on this cluster, if one does. A postmaster.pid that a killed one left is none. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  // Line 1 is the pid, 4 the port, 8 the state; the lines come one after another while the server starts.
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !(await isPostmasterOf(pid, cluster))) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7] === 'ready' };
}

/** Whether the process `pid` is alive and serves this cluster: a pid alone may have gone to another process. */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const folder = await readServedFolder(pid);
  if (folder === undefined) return false;
  if (folder === cluster) return true;
  // Started under another path: the cluster's former one, if the data folder was moved while it ran; if that
  // path is still there, this cluster is a copy of it, and the server is not ours.
  const [served, own] = await Promise.all([folder, cluster].map((each) => stat(each).catch(() => undefined)));
  return served === undefined || (served.dev === own?.dev && served.ino === own.ino);
}

/**
 * Takes away the lock files of a killed server (postmaster.pid and its socket's) whose pid is now another
 * process of the same user, or a zombie: PostgreSQL would take that for a living server and refuse to start.
 * To be called when `findPostmaster` found none. Orphaned sessions stay safe: a starting server looks for them
 * by the cluster's shared memory, not by these files.
 */
export async function removeStaleLocks({
  cluster,
  socketFolder,
}: {
  cluster: string;
  socketFolder: string;
}): Promise<void> {
  const sockets = await readdir(socketFolder).catch(() => []);
  const locks = sockets.filter((name) => /^\.s\.PGSQL\.\d+\.lock$/.test(name));
  for (const file of [join(cluster, 'postmaster.pid'), ...locks.map((name) => join(socketFolder, name))]) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (isAlive(Number.parseInt(text, 10))) await rm(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The folder behind `-D` if the process is a PostgreSQL server. Empty for a zombie, so it counts as gone. */
async function readServedFolder(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const [program = '', option, folder] = line.split('\0');
    return basename(program) === 'postgres' && option === '-D' ? folder : undefined;
  }
  const command =
    process.platform === 'win32'
      ? {
          program: 'powershell.exe',
          args: [
            '-NoProfile',
            '-Command',
            `(Get-CimInstance Win32_Process -Filter ProcessId=${pid}).CommandLine`,
          ],
        }
      : { program: 'ps', args: ['-ww', '-o', 'command=', '-p', String(pid)] };
  const { stdout } = await promisify(execFile)(command.program, command.args).catch(() => ({ stdout: '' }));
  // `-c` is always our next argument; Windows quotes a path with spaces.
  const match = /postgres(?:\.exe)?"? +-D "?(.+?)"? -c /.exec(stdout);
  return match?.[1];
}
