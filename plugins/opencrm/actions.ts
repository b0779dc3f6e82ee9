import { derived, Fault, hub, manual, native } from 'portico/contract';
import type { Action, Actions, Command, Facts, Mapping } from 'portico/contract';

import { assumed } from './assumed.js';
import { edit, readOne, type Item, type OpencrmSession } from './client.js';
import { companyMapping } from './company-mapping.js';
import { markOf, withMark } from './create-mark.js';
import { vendorFacts } from './discover.js';
import { listAll, type Asked } from './listing.js';
import { contactMapping, leadMapping, loginMapping } from './person-mapping.js';
import { recordMapping } from './record-mapping.js';
import type { OpencrmSettings } from './settings.js';
import { signing } from './sign-action.js';
import { sources } from './sources.js';
import { editMapped, type Body } from './write-mapped.js';

type OpencrmAction = Action<OpencrmSettings>;

/** What can be written (opencrm.md §3), what Portico keeps in OpenCRM's place (§9), and what a person does there. */
export function actions(facts: Facts, settings: OpencrmSettings): Actions<OpencrmSettings> {
  const { tickets, quotes, salesOrders } = sources;
  const known = vendorFacts(facts);
  const has = (module: string) => known.modules.includes(module);
  const ticket = { module: 'ticket', mapping: recordMapping(tickets, known, settings) };
  return {
    'customer.create': creating(() => company),
    'customer.update': updating(async () => company),
    'customer.delete': manual('Open the company in OpenCRM and delete it there.'),
    'contact.create': creating(({ body }) => person(body['kind'] === 'lead')),
    'contact.update': updating(personOf),
    'contact.move': native<OpencrmSettings>({
      write: (session, { id = '', body }) =>
        editMapped(session, person(false), id, { principal: body['principal'] ?? null }),
    }),
    'contact.delete': manual('Open the person in OpenCRM and delete them there.'),
    'login.enable': switching(true),
    'login.disable': switching(false),
    ...(has('ticket') && {
      'ticket.create': creating(() => ticket),
      'ticket.update': updating(async () => ticket),
    }),
    ...(has('salesorder') && { 'salesOrder.sign': signing(salesOrders, settings) }),
    ...(has('quote') && { 'quote.sign': signing(quotes, settings) }),
    ...kept,
  };
}

/** No endpoint is known for any of these: Portico keeps them (§9). */
const kept: Actions<OpencrmSettings> = {
  'ticket.comment': hub(),
  'project.comment': hub(),
  'document.create': hub(),
  'document.update': hub(),
  'document.delete': hub(),
  'faq.create': hub(),
  'faq.update': hub(),
  'faq.delete': hub(),
  'link.create': hub(),
  'link.update': hub(),
  'link.delete': hub(),
  'file.add': hub(),
  'file.get': { how: 'hub' },
};

interface Target {
  module: string;
  mapping: Mapping<Item, object>;
}

const company: Target = { module: 'company', mapping: companyMapping };
const person = (isLead: boolean): Target =>
  isLead ? { module: 'lead', mapping: leadMapping } : { module: 'contact', mapping: contactMapping };

/** Contacts and leads share one number space, and a command does not always say which it means. */
async function personOf(session: OpencrmSession, { id = '', base }: Command): Promise<Target> {
  if (base?.['kind'] === 'lead' || base?.['kind'] === 'contact') return person(base['kind'] === 'lead');
  const found = await readOne(session, 'contact', id);
  return person(!found || found['record_module'] === assumed.leadModule);
}

const dataOf = ({ body }: Command): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'kind'));

/** Made once: its mark is in a field of the tenant's, or in the description, and is asked for after a lost answer. */
function creating(target: (command: Command) => Target): OpencrmAction {
  const markField = ({ keyFields = {} }: OpencrmSettings, module: string): string | undefined =>
    new Map(Object.entries(keyFields)).get(module);
  return native<OpencrmSettings>({
    write(session, command) {
      const { module, mapping } = target(command);
      const mark = markOf(command.key);
      const field = markField(session.settings, module);
      const { owner } = session.settings;
      return editMapped(session, { module, mapping }, undefined, dataOf(command), (fields) => ({
        ...fields,
        ...(owner && { assigned_user_id: owner }),
        ...(field ? { [field]: mark } : { description: withMark(fields['description'], mark) }),
      }));
    },
    async find(session, command) {
      const { module } = target(command);
      const field = markField(session.settings, module);
      const value = markOf(command.key);
      const asked: Asked = field
        ? { field, op: '=', value }
        : { field: 'description', op: 'CONTAINS', value };
      const found = await listAll(session, module, asked);
      return found[0]?.id;
    },
  });
}

const updating = (target: (session: OpencrmSession, command: Command) => Promise<Target>): OpencrmAction =>
  native<OpencrmSettings>({
    write: async (session, command) =>
      editMapped(session, await target(session, command), command.id, dataOf(command)),
  });

/** O-14: the tick on the contact or the lead itself; a login has the person's id. */
const switching = (on: boolean): OpencrmAction =>
  derived<OpencrmSettings>({
    async write(session, command) {
      const { id = '' } = command;
      const { module } = await personOf(session, command);
      await edit(session, module, id, { portal: on ? '1' : '0' });
      const kept = await readOne(session, module, id);
      if (!kept) throw new Fault('notFound', `OpenCRM has no ${module} ${id} any more.`);
      const { enabled } = loginMapping.read(kept);
      // O-07: the tick of a person without an e-mail address opens nothing.
      return { id, ...(enabled !== on && { differs: ['enabled'] }) };
    },
  });
