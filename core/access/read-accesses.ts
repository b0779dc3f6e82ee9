import { dayAt } from '../contract/zone-days.js';
import type { Queryable } from '../database/open-database.js';
import { queryPlanned } from '../database/query-planned.js';
import type { Access } from './access.js';
import { goodLogins, whyNotCounting, type Standing } from './standing.js';

/** Whose accesses are read: a person's, or everybody's at one connection. */
export interface AccessesOf {
  personId?: string;
  connectionId?: string;
}

/** The customers a person has narrowed to, by connection; it decides which customer a new record gets. */
export type SwitchedTo = Readonly<Record<string, string>>;

/**
 * The accesses that count at this moment (access.md, life cycle). Read it in the transaction of the data it
 * guards, and keep it no longer: a right that the vendor took away is gone with the page that said so (S33).
 */
export async function readAccesses(
  on: Queryable,
  { now, switchedTo = {}, ...of }: AccessesOf & { now: Date; switchedTo?: SwitchedTo },
): Promise<Access[]> {
  return (await readStandings(on, of)).flatMap((each) => {
    const access = toAccess(each, now, switchedTo);
    return access ? [access] : [];
  });
}

/** Live accesses, counting or not, with all that decides it. */
export function readStandings(on: Queryable, { personId, connectionId }: AccessesOf): Promise<Standing[]> {
  const keys = { person_id: personId, connection_id: connectionId };
  const given = Object.entries(keys).filter(([, value]) => value !== undefined);
  const asked = given.map(([column], place) => ` and a.${column} = $${place + 1}`);
  return queryPlanned<Standing>(
    on,
    `${standingsSql}${asked.join('')} order by a.connection_id, a.contact_id, a.id`,
    given.map(([, value]) => value),
  );
}

const loginJson = `json_build_object('id', l.external_id, 'enabled', l.enabled, 'locked', l.locked,
        'validFrom', l.valid_from, 'validTo', l.valid_to, 'capabilities', l.capabilities,
        'principal', l.principal, 'deleted', l.deleted_at is not null)`;

const standingsSql = `
  select a.id, a.person_id as "personId", a.connection_id as "connectionId", c.title as "connectionTitle",
    c.removed_at is not null as "connectionRemoved", a.contact_id as "contactId", a.state,
    a.accepted_at is not null as accepted, a.bound_email as "boundEmail", a.bound_customer as "boundCustomer",
    a.capabilities as granted, p.state as "personState", coalesce(c.facts ->> 'zone', 'UTC') as zone,
    y.policy, y.binds, k.external_id is not null as "contactExists", k.email, k.principal,
    coalesce((
      select json_agg(${loginJson} order by l.external_id)
      from login l where l.connection_id = a.connection_id and l.contact_id = a.contact_id), '[]') as logins,
    coalesce(case when y.policy ->> 'duplicates' = 'none' then (
      select json_agg(${loginJson} order by l.external_id)
      from contact o join login l on l.connection_id = o.connection_id and l.contact_id = o.external_id
      where o.connection_id = a.connection_id and lower(o.email) = lower(k.email)
        and o.external_id <> a.contact_id and o.deleted_at is null) end, '[]') as sharers,
    array(
      select m.customer_id from member m
      where m.connection_id = a.connection_id and m.contact_id = a.contact_id
        and not exists (select 1 from customer u where u.connection_id = m.connection_id
                        and u.external_id = m.customer_id and u.deleted_at is not null)
      order by m.customer_id) as customers
  from access a
  join person p on p.id = a.person_id
  join connection c on c.id = a.connection_id
  left join policy y on y.connection_id = a.connection_id
  left join contact k
    on k.connection_id = a.connection_id and k.external_id = a.contact_id and k.deleted_at is null
  where a.ended_at is null`;

function toAccess(standing: Standing, now: Date, switchedTo: SwitchedTo): Access | undefined {
  const { id, personId, connectionId, connectionTitle, contactId, zone, policy, boundCustomer } = standing;
  if (whyNotCounting(standing, now) !== undefined || !policy) return undefined;
  const logins = goodLogins(standing, now);
  const bound = standing.binds === 'customer' && boundCustomer !== null ? boundCustomer : undefined;
  const customers = bound === undefined ? standing.customers : [bound];
  const principalCustomer = bound ?? principalOf(standing, logins);
  const switched = switchedTo[connectionId];
  return {
    id,
    personId,
    connectionId,
    connectionTitle,
    policy,
    me: {
      contact: contactId,
      contacts: [contactId],
      logins: logins.map((each) => each.id),
      customer: switched !== undefined && customers.includes(switched) ? switched : principalCustomer,
      customers,
      principalCustomer,
      capabilities: [
        ...new Set([...logins.flatMap(({ capabilities }) => capabilities), ...standing.granted]),
      ],
      today: dayAt(now, zone),
      now,
      zone,
    },
  };
}

/** The contact's principal, else its sign-in's, else the only customer it is a member of. */
function principalOf(
  { principal, customers }: Standing,
  logins: { principal: string | null }[],
): string | undefined {
  const named = principal ?? logins.find((each) => each.principal !== null)?.principal;
  return named ?? (customers.length === 1 ? customers[0] : undefined);
}
