import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { LocalPostgresError } from './local-postgres-error.js';

/** The system user the server runs as, where that is not ourselves. */
export interface PostgresUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Who must run the server: `undefined` is ourselves. PostgreSQL refuses root, so root lends it to the owner of
 * an existing `clusterFolder`, else to `postgres`, else to `nobody`.
 */
export async function findPostgresUser(clusterFolder: string): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = await readUsers();
  const cluster = await stat(clusterFolder).catch(() => undefined);
  if (cluster && cluster.uid !== 0) {
    const owner = users.find((user) => user.uid === cluster.uid);
    return { name: owner?.name ?? String(cluster.uid), uid: cluster.uid, gid: cluster.gid };
  }
  for (const name of ['postgres', 'nobody']) {
    const user = users.find((each) => each.name === name && each.uid !== 0);
    if (user) return user;
  }
  throw new LocalPostgresError('LOCAL_POSTGRES_USER_MISSING', {
    sentence: 'PostgreSQL does not run as root, and /etc/passwd has neither a user "postgres" nor "nobody".',
    remedy: 'Start Portico as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  });
}

/** Whether `user` may pass every folder down to `path`, and enter (or, for a file, execute) it. */
export async function canEnter(path: string, user: PostgresUser | undefined): Promise<boolean> {
  if (!user) return true;
  for (let each = await realpath(path); ; each = dirname(each)) {
    const { uid, gid, mode } = await stat(each);
    const executeBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & executeBit) === 0) return false;
    if (each === dirname(each)) return true;
  }
}

async function readUsers(): Promise<PostgresUser[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
