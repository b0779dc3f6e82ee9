import type { RecordModule } from '../contract/contract.js';
import { query } from '../database/open-database.js';
import { isReadable, readableModules } from './readable-modules.js';
import type { Reader } from './read-as.js';

/** What stands around every page of a person. */
export interface Frame {
  person: Person;
  modules: readonly RecordModule[];
  hasCustomers: boolean;
}

export interface Person {
  name?: string;
  email?: string;
  phone?: string;
}

/** Reads who is signed in and what the navigation offers. */
export async function readFrame({ tx, personId, accesses }: Reader): Promise<Frame> {
  return {
    person: await readPerson(tx, personId),
    modules: readableModules(accesses),
    hasCustomers: isReadable(accesses, 'customer'),
  };
}

async function readPerson(tx: Reader['tx'], personId: string): Promise<Person> {
  const [row] = await query<Record<'name' | 'email' | 'phone', string | null>>(
    tx,
    `select nullif(concat_ws(' ', first_name, last_name), '') as name, email, phone
     from person where id = $1`,
    [personId],
  );
  return {
    ...(row?.name && { name: row.name }),
    ...(row?.email && { email: row.email }),
    ...(row?.phone && { phone: row.phone }),
  };
}
