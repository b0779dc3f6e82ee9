import type { Session } from '../../contract/contract.js';
import { readItems, readPage } from '../../sync/read-page.js';
import type { Lab } from './lab.js';
import { wholeOf } from './lab-passes.js';

/** One thing that the hub asks of a plugin while it syncs. */
export interface Operation {
  name: string;
  run(session: Session<unknown>): Promise<unknown>;
}

/** What a sync begins with: discovery, then the first page of every stream, and a few items by id. */
export async function operationsOf(lab: Lab): Promise<Operation[]> {
  const streams = await lab.streams();
  const operations: Operation[] = [{ name: 'discover', run: (session) => lab.plugin.discover(session) }];
  for (const [name, stream] of streams) {
    const reading = { name, stream, mapping: 'conformance' };
    const ids = (await wholeOf(lab, name)).ids.slice(0, 2);
    operations.push({
      name: `the first page of ${name}`,
      run: async (session) => {
        const { items, refs } = await readPage({ ...reading, session }, 'full', { size: 50 });
        return (refs ?? items).length;
      },
    });
    if (stream.read && ids.length)
      operations.push({
        name: `items of ${name} by id`,
        run: async (session) =>
          (
            await readItems(
              { ...reading, session },
              ids.map((id) => ({ id })),
            )
          ).items.length,
      });
  }
  return operations;
}
