import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * Ends the sessions that a killed server left behind on this cluster: one in the midst of a long computation
 * does not notice, and no new server may start before the last is gone. SIGQUIT is what the server itself
 * sends them when one of them crashed. Linux only; elsewhere a start waits for them.
 */
export async function endOrphans(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!(pid > 1) || !(await isOrphan(pid, cluster).catch(() => false))) continue;
    try {
      process.kill(pid, 'SIGQUIT');
    } catch {
      // Gone meanwhile, or not ours to end: the next try of the start tells.
    }
  }
}

/** Every session has the cluster as working folder, and a title in place of its command line. */
async function isOrphan(pid: number, cluster: string): Promise<boolean> {
  const title = await readFile(`/proc/${pid}/cmdline`, 'utf8');
  if (!title.startsWith('postgres: ') || (await readlink(`/proc/${pid}/cwd`)) !== cluster) return false;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const parent = /^PPid:\s*(\d+)$/m.exec(status)?.[1] ?? '';
  const [, option] = (await readFile(`/proc/${parent}/cmdline`, 'utf8').catch(() => '')).split('\0');
  return option !== '-D';
}
