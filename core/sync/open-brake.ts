import { query, type Database } from '../database/open-database.js';
import { Brake, noLosses, sumLosses, type Losses } from './brake.js';
import type { Run } from './lease-run.js';

/** Measures what the connection holds when a run begins; a run that is taken up again keeps its first measure. */
export async function openBrake(pool: Database['pool'], connectionId: string, run: Run): Promise<Brake> {
  const [row] = await query<{ base: Losses | Record<string, never>; losses: Losses | Record<string, never> }>(
    pool,
    'select base, losses from run where id = $1',
    [run.id],
  );
  if (row && 'record' in row.base)
    return new Brake(row.base as Losses, { ...noLosses(), ...row.losses }, Boolean(run.options.confirm));
  const [base] = await query<Losses>(
    pool,
    `select (select count(*) from record where connection_id = $1 and deleted_at is null) as record,
            (select count(*) from member where connection_id = $1) as member,
            (select count(*) from login where connection_id = $1 and deleted_at is null) as login,
            (select count(*) from contact where connection_id = $1 and deleted_at is null and email is not null) as email`,
    [connectionId],
  );
  const held = await query<{ losses: Losses }>(pool, 'select losses from held where connection_id = $1', [
    connectionId,
  ]);
  const taken = sumLosses(held.map(({ losses }) => losses));
  await pool.query('update run set base = $2, losses = $3 where id = $1', [
    run.id,
    JSON.stringify(base),
    JSON.stringify(taken),
  ]);
  return new Brake(base ?? noLosses(), taken, Boolean(run.options.confirm));
}
