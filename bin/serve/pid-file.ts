import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PorticoError } from '../../core/contract/portico-error.js';
import { openDataFolder } from '../../core/database/postgres-home.js';
import { withStartLock } from '../../core/database/start-lock.js';

/**
 * Notes in `<dataFolder>/portico.pid` that this process serves from there; what it answers takes the note
 * away.
 * @throws PorticoError ALREADY_SERVING while another process does.
 */
export async function takePidFile(dataFolder: string): Promise<() => Promise<void>> {
  const folder = await openDataFolder(dataFolder);
  const file = join(folder, 'portico.pid');
  return withStartLock(folder, async () => {
    const pid = await readPid(file);
    if (pid !== undefined && pid !== process.pid && (await wroteIt(pid, file)))
      throw new PorticoError(
        'ALREADY_SERVING',
        `Portico is running on ${dataFolder} already (process ${pid}). End it first (kill ${pid}), or give this one a folder of its own by PORTICO_DATA.`,
        { details: { dataFolder, pid } },
      );
    await writeFile(file, `${process.pid}\n`);
    return async () => {
      if ((await readPid(file)) === process.pid) await rm(file, { force: true });
    };
  });
}

async function readPid(file: string): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  return pid > 0 ? pid : undefined;
}

/**
 * The note outlives a kill -9, and its number may belong to another process by now: one younger than the
 * note.
 */
async function wroteIt(pid: number, file: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const [born, { mtimeMs }] = await Promise.all([findBirth(pid), stat(file)]);
  return born === undefined || born < mtimeMs + 2000;
}

/** When a process began; undefined where the system does not say. A zombie counts as never born. */
async function findBirth(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const [system, own] = await Promise.all(
    ['/proc/stat', `/proc/${pid}/stat`].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const booted = Number(/^btime (\d+)$/m.exec(system ?? '')?.[1]);
  // The second field, the name, is in parentheses and may hold anything; the 22nd is the birth in ticks,
  // 100 a second.
  const fields = (own ?? '').slice((own ?? '').lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return Number.POSITIVE_INFINITY;
  const born = (booted + Number(fields[19]) / 100) * 1000;
  return Number.isFinite(born) ? born : undefined;
}
