import { listRecords } from '../access/list-records.js';
import type { ListQuery, RecordList } from '../access/list-query.js';
import type { RecordModule } from '../contract/contract.js';
import type { Reader } from './read-as.js';
import { readableModules } from './readable-modules.js';

/** One module on the home page. */
export interface ModuleCard {
  module: RecordModule;
  total: RecordList['total'];
}

/** How many records a person sees of each module, of all customers or of some. */
export async function readHome(
  { tx, accesses }: Reader,
  { customers }: Pick<ListQuery, 'customers'> = {},
): Promise<ModuleCard[]> {
  const cards: ModuleCard[] = [];
  for (const module of readableModules(accesses)) {
    const { total } = await listRecords(tx, accesses, { module, customers, size: 1 });
    cards.push({ module, total });
  }
  return cards;
}
