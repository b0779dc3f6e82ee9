import { query, type Queryable } from '../database/open-database.js';

/** The kind of job that runs auto-add over one connection (design §7). */
export const participantsTask = 'participants';

export interface ParticipantsJob {
  connectionId: string;
}

/** Asks for auto-add at one connection, if it has rules and its change feed has gone on. */
export async function nudgeParticipants(on: Queryable, connectionId: string): Promise<void> {
  await query(
    on,
    `select ${addJob} from connection left join participant_reader r on r.connection_id = id
     where id = $2 and removed_at is null and feed_seq > coalesce(r.seq, 0) and ${hasRules}`,
    [participantsTask, connectionId],
  );
}

/**
 * Takes one tick of the hub's clock, once over any number of processes, and asks for auto-add at every
 * connection: not only its feed brings people in, an access that is accepted does, too.
 */
export async function takeParticipantsTick(on: Queryable, at: Date): Promise<void> {
  await query(
    on,
    `with taken as (
       insert into hub_tick (name, at) values ($1, $2) on conflict do nothing returning at
     ), old as (
       delete from hub_tick where name = $1 and at < $2::timestamptz - interval '1 day'
     )
     select ${addJob} from taken, connection where paused_at is null and removed_at is null and ${hasRules}`,
    [participantsTask, at],
  );
}

const hasRules = `(participants <> '{}' or exists (
  select 1 from participant_rule p where p.connection_id = connection.id))`;

const addJob = `graphile_worker.add_job($1, json_build_object('connectionId', id), job_key := $1 || ':' || id,
  job_key_mode := 'preserve_run_at', max_attempts := 1)`;
