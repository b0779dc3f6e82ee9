import type { OpenHub } from '../../bin/open-hub.js';
import { count, table } from '../../bin/table.js';
import type { Access } from '../../core/access/access.js';
import { listRecords } from '../../core/access/list-records.js';
import { readStandings } from '../../core/access/read-accesses.js';
import { whyNotCounting, type Standing } from '../../core/access/standing.js';
import type { Subject } from '../../core/contract/contract.js';
import { query, type Queryable } from '../../core/database/open-database.js';
import { readAs } from '../../core/portal/read-as.js';
import { isReadable, readableModules } from '../../core/portal/readable-modules.js';
import { demoPassword, samplePeople } from './sample-people.js';

interface Person {
  id: string;
  name: string;
  email: string;
  passwordHash: string | null;
}

/** The sample sign-ins as a table: who, by what password, at which CRMs, and what each of these shows them now. */
export async function describeSignIns(hub: OpenHub): Promise<string> {
  const people = await query<Person>(
    hub.database.pool,
    `select id, concat_ws(' ', first_name, last_name) as name, email, password_hash as "passwordHash"
     from person join unnest($1::text[]) with ordinality as sample (address, place) on lower(email) = address
     order by place`,
    [samplePeople.map(({ email }) => email)],
  );
  const rows: string[][] = [];
  for (const person of people) {
    const standings = await readStandings(hub.database.pool, { personId: person.id });
    const isDemo = await hub.identity.passwords.verify(demoPassword, person.passwordHash);
    const sees = await describeView(hub, person.id, standings);
    rows.push([
      person.name,
      person.email,
      isDemo ? demoPassword : 'one of their own',
      standings.map(({ connectionId }) => connectionId).join(', '),
      sees.join('; '),
    ]);
  }
  return table(['name', 'sign in as', 'password', 'CRMs', 'sees'], rows);
}

const describeView = (hub: OpenHub, personId: string, standings: Standing[]): Promise<string[]> =>
  readAs(hub, personId, async ({ tx, accesses }) => {
    const parts = accesses.length ? [] : ['cannot sign in now'];
    for (const standing of standings) {
      const mine = accesses.filter(({ id }) => id === standing.id);
      const view = mine.length ? await countRecords(tx, mine) : whyNotCounting(standing, hub.clock.now());
      parts.push(`${standing.connectionId}: ${view ?? 'nothing'}`);
    }
    return parts;
  });

/** "2 customers, 14 forms": what the access engine lists, module by module. */
async function countRecords(tx: Queryable, accesses: readonly Access[]): Promise<string> {
  const modules: Subject[] = [
    ...(isReadable(accesses, 'customer') ? (['customer'] as const) : []),
    ...readableModules(accesses),
  ];
  const parts: string[] = [];
  for (const module of modules) {
    const { total } = await listRecords(tx, accesses, { module, size: 1 });
    if (total.count) parts.push(`${count(total.count, ...wordsOf(module))}${total.more ? ' and more' : ''}`);
  }
  return parts.join(', ') || 'nothing yet';
}

/** `salesOrder` → "sales order", "sales orders". */
function wordsOf(module: Subject): [one: string, many: string] {
  const one = module === 'faq' ? 'FAQ' : module.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return [one, one.endsWith('y') ? `${one.slice(0, -1)}ies` : `${one}s`];
}
