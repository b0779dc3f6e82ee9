import type { AnyStream, Json, Row } from '../../../core/contract/contract.js';
import type { CrmSettings } from '../../../plugins/crm-service/settings.js';
import { streams } from '../../../plugins/crm-service/streams.js';
import { crmServer, type Holdings } from './crm-server.js';
import { rantapuu, relations } from './rantapuu.js';

type Options = NonNullable<Parameters<typeof crmServer>[1]>;

/** A CRM that was discovered, and its streams. */
export async function open(held: Holdings = rantapuu(), options: Options = {}) {
  const facts = await crmServer(held, { relations, ...options }).discover();
  const server = crmServer(held, { relations, ...options });
  const all = streams(facts, server.session.settings);
  const of = (name: string): AnyStream<CrmSettings> => {
    const found = all[name];
    if (!found) throw new Error(`no stream ${name}`);
    return found;
  };
  return { ...server, facts, all, of };
}
type Opened = Awaited<ReturnType<typeof open>>;

export async function pages({ session, of }: Opened, name: string, since?: Date): Promise<unknown[][]> {
  const found: unknown[][] = [];
  for (let cursor: Json | undefined; ;) {
    const request = { size: 100, ...(cursor !== undefined && { cursor }), ...(since && { since }) };
    const page = await of(name).page?.(session, request);
    if (!page) throw new Error(`${name} has no pages`);
    found.push(page.items);
    if (page.next === undefined) return found;
    cursor = page.next;
  }
}

export async function rows(opened: Opened, name: string): Promise<Row[]> {
  return (await pages(opened, name)).flat().flatMap((item) => opened.of(name).map(item));
}

export const data = (found: Row[], id: string): unknown =>
  found.flatMap((each) => ('data' in each && each.id === id ? [each.data] : []))[0];
export const without = (module: string, ...names: string[]): Holdings => {
  const held = rantapuu();
  for (const item of held[module] ?? []) for (const name of names) delete item[name];
  return held;
};
