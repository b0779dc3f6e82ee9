import type { Condition, Facts, Grant } from 'portico/contract';

import { assumed } from './assumed.js';
import { componentOf, type Needing } from './components.js';
import type { OpencrmSettings } from './settings.js';
import { isShown, linkedToMe, offeredInvoices, ofDocumentsType } from './visibility.js';

const document = { module: 'document' as const, actions: ['read', 'download'] };
const fields = { read: ['subject', 'body', 'folder', 'files', 'createdAt', 'changedAt'] };

/** O-35: a document in no folder is in neither list. */
const inFolder: Condition = { f: 'folder', set: true };

/**
 * The three views of the Documents section (O-65), each a grant, and the documents on the pages of what they are tied
 * to (O-37, O-66), which make no fourth. All of them are kept by Portico, and a limit holds each to its portal tick.
 */
export function documentGrants(facts: Facts, settings: OpencrmSettings, having: Needing): Grant[] {
  const needs = having(componentOf.document);
  return [
    {
      ...document,
      id: 'document.public',
      rules: ['O-33', 'O-35', 'O-05'],
      ...needs,
      when: { all: [{ f: 'public', eq: true }, inFolder] },
      fields,
    },
    {
      ...document,
      id: 'document.private',
      rules: ['O-34', 'O-35', 'O-05'],
      ...needs,
      when: { all: [linkedToMe, inFolder] },
      fields,
    },
    {
      // D2: whether the project is shown itself does not matter, nor whether it is a shelf for documents (O-38).
      ...document,
      id: 'document.mine',
      rules: ['O-36', 'O-05'],
      ...needs,
      when: { via: 'project', where: linkedToMe },
      fields,
    },
    ...itemGrants(facts, settings, having),
    uploadGrant(settings, needs),
  ];
}

/** O-37, O-66: what is tied to an item that the person may see. */
function itemGrants({ modules }: Facts, settings: OpencrmSettings, having: Needing): Grant[] {
  const shown = isShown(settings);
  const mine: Condition = { all: [linkedToMe, shown] };
  const visible = {
    ticket: mine,
    quote: mine,
    salesOrder: mine,
    invoice: { all: [...parts(offeredInvoices(settings)), shown] },
    project: {
      all: [linkedToMe, shown, { not: ofDocumentsType }, { f: 'fields.showdocsonportal', eq: true }],
    },
  } satisfies Record<string, Condition>;
  return (Object.keys(visible) as (keyof typeof visible)[])
    .filter((kind) => modules[kind])
    .map((kind) => ({
      ...document,
      id: `document.of-${kind}`,
      rules: kind === 'project' ? ['O-37', 'O-38'] : ['O-66'],
      ...having(componentOf[kind]),
      when: { via: kind, where: visible[kind] },
      fields,
    }));
}

const parts = (condition: Condition): Condition[] => ('all' in condition ? condition.all : [condition]);

/**
 * O-27, O-28: with a title and a description, linked to the person and to their company if there is one. Files go to
 * what people uploaded themselves, not to what staff put up for them.
 */
function uploadGrant(
  { uploadFolder: folder = assumed.uploadFolder }: OpencrmSettings,
  needs: Pick<Grant, 'needs'>,
): Grant {
  return {
    id: 'document.upload',
    rules: ['O-05', 'O-27', 'O-28', 'O-30'],
    module: 'document',
    actions: ['create', 'upload'],
    ...needs,
    when: { all: [linkedToMe, { f: 'folder', eq: folder }] },
    fields: { edit: ['subject', 'body'], required: ['subject', 'body'] },
    set: {
      contacts: { var: 'contact' },
      customer: { var: 'principalCustomer' },
      folder,
      portalVisible: true,
    },
  };
}
