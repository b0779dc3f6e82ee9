import type { Condition, Facts, Policy, PolicyLimit } from 'portico/contract';

import { componentOf, needing } from './components.js';
import { detailGrants } from './detail-grants.js';
import { documentGrants } from './document-grants.js';
import { recordGrants } from './record-grants.js';
import type { OpencrmSettings } from './settings.js';
import { sources, type Source } from './sources.js';
import { isShown, ofDocumentsType } from './visibility.js';

/**
 * OpenCRM's three gates (opencrm.md §1): the component of the person (O-05), the link to the person or, for invoices,
 * the company (O-23, O-41), and the portal tick of the record (O-23). Who may come in at all is said by the login.
 */
export function policy(facts: Facts, settings: OpencrmSettings): Policy {
  const shown = Object.values(sources).filter(({ kind, portal }) => portal && facts.modules[kind]);
  const having = needing(settings.components);
  return {
    version: 1,
    limits: [
      ...shown.map((source) => tickLimit(source, settings)),
      documentLimit,
      ...(facts.modules['project'] ? [sectionLimit] : []),
    ],
    grants: [
      ...detailGrants(settings),
      ...shown.flatMap((source) => recordGrants(source, settings)),
      ...documentGrants(facts, settings, having),
      {
        id: 'faq.published',
        rules: ['O-59', 'O-60', 'O-61', 'O-69'],
        module: 'faq',
        actions: ['read', 'download'],
        ...having(componentOf.faq),
        when: publishedFaq,
        fields: { read: ['subject', 'body', 'files', 'changedAt', 'fields.category', 'fields.product'] },
      },
      {
        id: 'link.registered',
        rules: ['O-70'],
        module: 'link',
        actions: ['read'],
        ...having(componentOf.link),
        when: { f: 'public', eq: true },
        fields: { read: ['subject', 'body', 'fields.url'] },
      },
    ],
  };
}

/** O-60: the status decides. A list cannot begin at a status, so staff also tick the FAQ as public. */
const publishedFaq: Condition = {
  all: [
    { f: 'public', eq: true },
    { f: 'status', eq: 'Published' },
  ],
};

/** O-23: nothing without the portal tick, whatever a grant would open. */
const tickLimit = ({ kind }: Source, settings: OpencrmSettings): PolicyLimit => ({
  id: `${kind}.shown-on-portal`,
  rules: ['O-23'],
  module: kind,
  when: isShown(settings),
});

/** O-33 to O-37, O-66: each kind of document needs its tick; documents are kept here, so none lacks the field. */
const documentLimit: PolicyLimit = {
  id: 'document.shown-on-portal',
  rules: ['O-33', 'O-34', 'O-36', 'O-37', 'O-66'],
  module: 'document',
  when: { f: 'portalVisible', eq: true },
};

/** O-38: a project that is a shelf for documents is in no list of projects. */
const sectionLimit: PolicyLimit = {
  id: 'project.not-documents',
  rules: ['O-38'],
  module: 'project',
  when: { not: ofDocumentsType },
};
