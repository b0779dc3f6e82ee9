import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { LocalPostgresError } from './local-postgres-error.js';
import { canEnter, findPostgresUser, type PostgresUser } from './postgres-user.js';

/** Where one local PostgreSQL lives, and what opens it. */
export interface PostgresHome {
  dataFolder: string;
  /** Holds the cluster: the data folder itself, or a place that the server's user can enter. */
  folder: string;
  cluster: string;
  socketFolder: string;
  logFile: string;
  user: PostgresUser | undefined;
  password: string;
  port: number | undefined;
}

/** `<dataFolder>/postgres.json`; its `folder` points to a cluster that could not be put beside it. */
interface HomeFile {
  password: string;
  port?: number;
  folder?: string;
}

/** The real path of the data folder, which is made where it is absent. */
export async function openDataFolder(dataFolder: string): Promise<string> {
  const path = resolve(dataFolder);
  try {
    await mkdir(dirname(path), { recursive: true });
    // Root's server runs as another user, who has to pass through; what lies in here is closed by itself.
    const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
    if (await mkdir(path, { recursive: true, mode })) await chmod(path, mode);
    return await realpath(path);
  } catch (cause) {
    throw explainFolderError(path, cause);
  }
}

/** Where the cluster of `dataFolder` (a real path) is or shall be: decided once, and remembered. */
export async function openPostgresHome(dataFolder: string): Promise<PostgresHome> {
  const found = await findPostgresHome(dataFolder);
  if (found) return found;
  const user = await findPostgresUser(join(dataFolder, 'postgres'));
  const folder = user && !(await canEnter(dataFolder, user)) ? await makePlace(dataFolder, user) : dataFolder;
  const password = randomBytes(24).toString('base64url');
  const home = await homeOf(dataFolder, { password, folder }, user);
  await savePostgresHome(home);
  return home;
}

/** The home that was decided on before, if any. */
export async function findPostgresHome(dataFolder: string): Promise<PostgresHome | undefined> {
  const text = await readFile(homeFile(dataFolder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as HomeFile;
  return homeOf(dataFolder, kept, await findPostgresUser(join(kept.folder ?? dataFolder, 'postgres')));
}

/** Remembers password, port and place, readable by the owner of the data folder alone. */
export async function savePostgresHome({ dataFolder, folder, password, port }: PostgresHome): Promise<void> {
  const kept: HomeFile = {
    password,
    ...(port !== undefined && { port }),
    ...(folder !== dataFolder && { folder }),
  };
  const draft = `${homeFile(dataFolder)}.draft`;
  await writeFile(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true });
  await giveToOwner(draft, dataFolder);
  await rename(draft, homeFile(dataFolder));
}

/** Once root has worked in somebody's data folder, that person must still be able to. */
export async function giveToOwner(path: string, dataFolder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dataFolder);
  await chown(path, uid, gid);
}

/**
 * A folder of root's that `user` can enter, for what cannot stay where root keeps it. Not first in the
 * temporary folder, which is emptied by time: this is real data.
 */
export async function openSharedFolder(user: PostgresUser): Promise<string> {
  for (const parent of ['/var/lib', tmpdir(), '/tmp']) {
    const folder = join(parent, 'portico');
    try {
      if (!(await canEnter(parent, user))) continue;
      const made = await mkdir(folder, { recursive: true });
      if (made) await chmod(folder, 0o755);
      // The name can be guessed: whoever made it first could put programs there for us to run.
      const { uid, mode } = await lstat(folder);
      if (uid === 0 && (mode & 0o022) === 0 && (await canEnter(folder, user))) return folder;
    } catch {
      continue;
    }
  }
  throw new LocalPostgresError('LOCAL_POSTGRES_DATA_FOLDER', {
    sentence: `PostgreSQL does not run as root, and no folder was found that root can write and ${user.name} can enter.`,
    remedy: 'Set PORTICO_DATA to a folder that everybody may pass through, or start as an ordinary user.',
  });
}

/** The sentence for what a file system says when it refuses; other errors as they are. */
export function explainFolderError(dataFolder: string, cause: unknown): unknown {
  const { code = '' } = cause as NodeJS.ErrnoException;
  if (!['EACCES', 'EEXIST', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS'].includes(code)) return cause;
  return new LocalPostgresError('LOCAL_POSTGRES_DATA_FOLDER', {
    sentence: `The data folder ${dataFolder} cannot be used: ${(cause as Error).message}.`,
    remedy:
      'Let the user that runs Portico read and write it, set PORTICO_DATA to another folder,' +
      ' or set DATABASE_URL to a PostgreSQL of your own.',
    cause,
  });
}

async function homeOf(
  dataFolder: string,
  kept: HomeFile,
  user: PostgresUser | undefined,
): Promise<PostgresHome> {
  const folder = kept.folder ?? dataFolder;
  const cluster = join(folder, 'postgres');
  return {
    dataFolder,
    folder,
    cluster,
    socketFolder: await findSocketFolder(cluster, user),
    logFile: join(dataFolder, 'postgres.log'),
    user,
    password: kept.password,
    port: kept.port,
  };
}

/** The cluster itself, unless the socket's path would be too long there: 107 bytes, on macOS 103. */
async function findSocketFolder(cluster: string, user: PostgresUser | undefined): Promise<string> {
  const limit = process.platform === 'darwin' ? 103 : 107;
  if (Buffer.byteLength(join(cluster, '.s.PGSQL.32767')) <= limit) return cluster;
  const parent = (await canEnter(tmpdir(), user)) ? tmpdir() : '/tmp';
  return join(parent, `portico-${hashOf(cluster)}`);
}

function hashOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}

function homeFile(dataFolder: string): string {
  return join(dataFolder, 'postgres.json');
}

/** The random end keeps a data folder that took the name of one that moved away from taking its cluster. */
async function makePlace(dataFolder: string, user: PostgresUser): Promise<string> {
  const place = await mkdtemp(join(await openSharedFolder(user), `${hashOf(dataFolder)}-`));
  await chown(place, user.uid, user.gid);
  return place;
}
