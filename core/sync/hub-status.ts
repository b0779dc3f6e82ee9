import { query, type Queryable } from '../database/open-database.js';
import { listPasses, readRun, type PassView, type RunView } from './runs.js';

/** What a connection holds and what waits in it for a person. */
export interface ConnectionStatus {
  id: string;
  /** The run that waits or is under way, and the passes it is in. */
  active: (RunView & { passes: PassView[] }) | undefined;
  /** The run that ended last. */
  last: RunView | undefined;
  /** The next tick of its schedule, where one was planned. */
  nextAt: Date | undefined;
  customers: number;
  contacts: number;
  logins: number;
  /** By module. */
  records: Record<string, number>;
  quarantined: number;
  held: number;
  issues: number;
}

/** How each connection stands, by id: its runs, what it holds, what waits. */
export async function readHubStatus(on: Queryable, ids: string[]): Promise<ConnectionStatus[]> {
  const counts = await query<{ id: string; what: string; module: string | null; count: number }>(
    on,
    `select connection_id as id, 'customers' as what, null as module, count(*) from customer where deleted_at is null group by 1
     union all
     select connection_id, 'contacts', null, count(*) from contact where deleted_at is null group by 1
     union all
     select connection_id, 'logins', null, count(*) from login where deleted_at is null group by 1
     union all
     select connection_id, 'records', module, count(*) from record where deleted_at is null group by 1, 3
     union all
     select connection_id, 'quarantined', null, count(*) from quarantine group by 1
     union all
     select connection_id, 'held', null, count(*) from held group by 1
     union all
     select connection_id, 'issues', null, count(*) from issue where closed_at is null and connection_id is not null group by 1`,
  );
  const runs = await query<{ id: string; active: number | null; last: number | null }>(
    on,
    `select c.id,
            (select id from run where connection_id = c.id and state in ('queued', 'running')) as active,
            (select id from run where connection_id = c.id and state in ('done', 'failed', 'cancelled')
             order by id desc limit 1) as last
     from unnest($1::text[]) as c(id)`,
    [ids],
  );
  const ticks = await query<{ id: string; next: Date }>(
    on,
    'select connection_id as id, max(next_at) as next from tick where next_at > now() group by 1',
  );
  const status: ConnectionStatus[] = [];
  for (const id of ids) {
    const mine = counts.filter((each) => each.id === id);
    const number = (what: string): number => mine.find((each) => each.what === what)?.count ?? 0;
    const run = runs.find((each) => each.id === id);
    status.push({
      id,
      active:
        typeof run?.active === 'number'
          ? { ...(await readRun(on, run.active)), passes: await listPasses(on, id) }
          : undefined,
      last: typeof run?.last === 'number' ? await readRun(on, run.last) : undefined,
      nextAt: ticks.find((each) => each.id === id)?.next,
      customers: number('customers'),
      contacts: number('contacts'),
      logins: number('logins'),
      records: Object.fromEntries(
        mine
          .filter(({ what }) => what === 'records')
          .map(({ module, count }) => [module ?? '', count] as const)
          .sort(([a], [b]) => a.localeCompare(b)),
      ),
      quarantined: number('quarantined'),
      held: number('held'),
      issues: number('issues'),
    });
  }
  return status;
}
