import { codec, Fault, type Facts, type Field, type ModuleFacts } from 'portico/contract';

import { isAll, isContacts, isNo, isYes, meansClosed, standardTags, usualDay } from './assumed.js';
import { apps, call, idIn, isObject, objects, parseObject, textIn, unless } from './client.js';
import type { App, ApptivoSession, Raw } from './client.js';
import type { Level } from './settings.js';

/** A choice of the firm's: an id and its name. */
export interface Choice {
  id: string;
  name: string;
}

/** What is kept beside the canonical facts. */
export interface ApptivoFacts {
  dateFormat: string;
  portal: { open: boolean; view: Level; edit: Level; parentSees: boolean };
  statuses: Choice[];
  types: Choice[];
  priorities: Choice[];
  sources: Choice[];
  /** Custom fields of cases by their tag name. */
  custom: Choice[];
  /** By app, the attribute ids of the fields that updates name (apptivo.md §3.2). */
  attributes: Partial<Record<App, Record<string, string>>>;
}

const nothingKnown: ApptivoFacts = {
  dateFormat: usualDay,
  portal: { open: true, view: 'contacts', edit: 'contacts', parentSees: false },
  statuses: [],
  types: [],
  priorities: [],
  sources: [],
  custom: [],
  attributes: {},
};

/** What `discover` found out; before it has, the narrowest. */
export const factsOf = ({ vendor }: Facts): ApptivoFacts => ({
  ...nothingKnown,
  // Discover has put it there in this form.
  ...(codec.anyObject.decode(vendor, 'facts.vendor') as Partial<ApptivoFacts> | undefined),
});

/** One call for each app; one that the account may not read is left out. */
export async function discover(session: ApptivoSession): Promise<Facts> {
  const { settings } = session;
  const customers = await config(session, 'customers');
  const contacts = await config(session, 'contacts');
  const cases = await config(session, 'cases');
  const statuses = objects(cases?.['statuses']);
  const vendor: ApptivoFacts = {
    dateFormat: dateFormatOf(session, [cases, contacts, customers]),
    portal: cases ? portalOf(session, cases) : nothingKnown.portal,
    statuses: choices(statuses, 'statusId', 'statusName'),
    types: choices(objects(cases?.['types']), 'typeId', 'typeName'),
    priorities: choices(objects(cases?.['priorities']), 'id', 'name'),
    sources: choices(objects(cases?.['caseSources']), 'caseSourceId', 'caseSourceName'),
    custom: layoutOf(cases).flatMap(({ label, tag }) =>
      label && tag && !standardTags.has(tag) ? [{ id: tag, name: label }] : [],
    ),
    attributes: Object.fromEntries(
      Object.entries({ customers, contacts, cases }).map(([app, each]) => [
        app,
        Object.fromEntries(layoutOf(each).flatMap(({ tag, id }) => (tag && id ? [[tag, id]] : []))),
      ]),
    ),
  };
  const isClosed = (status: Raw): boolean =>
    settings.closedStatuses?.includes(textIn(status, 'statusName') ?? '') ??
    ['statusName', 'statusCode', 'meaning'].some((name) => meansClosed(textIn(status, name) ?? ''));
  const ticket: ModuleFacts = {
    label: textIn(cases, 'casesPortalTabName') ?? 'Cases',
    types: vendor.types.map(({ id, name }) => ({ id, label: name, open: true })),
    statuses: statuses.flatMap((status) => {
      const name = textIn(status, 'statusName');
      return name === undefined ? [] : [{ name, group: isClosed(status) ? 'closed' : 'open' }];
    }),
    fields: [...caseFields(vendor), ...vendor.custom.map(toField)],
  };
  return {
    zone: settings.zone ?? 'UTC',
    modules: {
      ...(customers && { customer: { label: 'Customers', fields: [] } }),
      ...(contacts && { contact: { label: 'Contacts', fields: [] } }),
      ...(cases && { ticket }),
    },
    vendor,
  };
}

/** An app's configuration (apptivo.md §3.1); nothing where the account may not read it. */
async function config(session: ApptivoSession, app: App): Promise<Raw | undefined> {
  const { path, objectId } = apps[app];
  const answer = await unless('permission', call(session, path, 'getConfigData', { objectId }));
  if (answer === undefined) session.log.warn('The account may not read an app: it is left out.', { app });
  else if (!isObject(answer)) throw new Fault('contract', `The configuration of ${app} is no object.`);
  return answer;
}

/** The firm's date format; without one a day of the wrong format may be read as another. */
function dateFormatOf({ settings, log }: ApptivoSession, configs: (Raw | undefined)[]): string {
  const told = configs.map((each) => textIn(each, 'dateFormat')).find(Boolean);
  if (told === undefined && settings.dateFormat === undefined)
    log.warn(`Apptivo tells no date format: ${usualDay} is taken. Set "dateFormat" if it is another.`);
  return told ?? usualDay;
}

/** APT-13: what is not understood reaches no further than the contact's own cases. */
function portalOf({ settings, log }: ApptivoSession, cases: Raw): ApptivoFacts['portal'] {
  const level = (key: 'view' | 'edit', name: string): Level => {
    const told = textIn(cases, name);
    if (!isAll(told) && !isContacts(told) && settings.portal?.[key] === undefined)
      log.warn(`Taken as the contact's own cases, for it is not understood. Set "portal.${key}".`, {
        [name]: told ?? null,
      });
    return isAll(told) ? 'all' : 'contacts';
  };
  return {
    open: !isNo(cases['isCasesPortalEnabled']),
    view: level('view', 'portalViewAccessLevel'),
    edit: level('edit', 'portalEditAccessLevel'),
    parentSees: isYes(cases['portalIsParentCustomerVisibility']),
  };
}

const choices = (rows: Raw[], id: string, name: string): Choice[] =>
  rows.flatMap((row) => {
    const choice = { id: idIn(row, id), name: textIn(row, name) };
    return choice.id !== undefined && choice.name !== undefined ? [{ id: choice.id, name: choice.name }] : [];
  });

/** The fields of `webLayout`, which is JSON inside a text (apptivo.md §3.1); one that is none has no fields. */
function layoutOf(app: Raw | undefined): { label?: string; tag?: string; id?: string }[] {
  const sections = objects(parseObject(app?.['webLayout'])?.['sections']);
  return sections.flatMap(({ attributes }) =>
    objects(attributes).map((attribute) => {
      const label = textIn(attribute['label'], 'modifiedLabel');
      const id = idIn(attribute, 'attributeId');
      const tag = objects(attribute['right'])
        .map((right) => textIn(right, 'tagName'))
        .find((each) => each !== undefined);
      return { ...(label && { label }), ...(tag && { tag }), ...(id && { id }) };
    }),
  );
}

const caseFields = ({ priorities }: ApptivoFacts): Field[] => [
  { name: 'subject', label: 'Summary', type: 'text', required: true, editable: true },
  { name: 'body', label: 'Description', type: 'longText', editable: true },
  {
    name: 'fields.casePriority',
    label: 'Priority',
    type: 'choice',
    options: priorities.map(({ name }) => name),
    editable: true,
  },
];

const toField = ({ id, name }: Choice): Field => ({ name: `fields.${id}`, label: name, type: 'text' });
