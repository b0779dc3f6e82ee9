import type { Condition, Facts, Grant, Policy } from 'portico/contract';

import { processesOf } from './discover.js';
import type { RpmSettings } from './settings.js';

const member: Condition = { link: 'member', in: { var: 'contacts' } };
const participant: Condition = { link: 'participant', in: { var: 'contacts' } };
const active: Condition = { not: { f: 'readOnly', eq: true } };

/** What a participant sees of a form itself; all of its fields are hidden at first (RPM-18). */
const formLevel = ['number', 'type', 'status', 'statusGroup', 'readOnly', 'createdAt', 'changedAt', 'dates'];

/**
 * RPM's rules: the pages of my customers (RPM-15, RPM-16), and in processes opened to customer users (RPM-17)
 * the forms I am a participant of, whatever their customer (RPM-20). Nothing else.
 */
export function policy(facts: Facts, settings: RpmSettings): Policy {
  const open = (facts.modules['form']?.types ?? []).filter((type) => type.open).map(({ id }) => id);
  return {
    version: 1,
    limits: [],
    grants: [
      {
        id: 'customer.mine',
        rules: ['RPM-15', 'RPM-16'],
        module: 'customer',
        actions: ['read'],
        when: member,
        fields: { read: ['name', 'website', 'addresses', ...levels(settings, 'customer').read] },
      },
      {
        // The contact box of the customer page.
        id: 'contact.of-my-customers',
        rules: ['RPM-7'],
        module: 'contact',
        actions: ['read'],
        when: { link: 'member', in: { var: 'customers' } },
        fields: { read: ['honorific', 'firstName', 'lastName', 'jobTitle', 'email', 'phones'] },
      },
      ...open.flatMap((process) => formGrants(facts, settings, process)),
    ],
  };
}

function formGrants(facts: Facts, settings: RpmSettings, process: string): Grant[] {
  const { customerFields = [], titleFields = [] } = processesOf(facts).find(({ id }) => id === process) ?? {};
  const { uids, read, edit, required } = levels(settings, process);
  // A title is made of fields: it shows no more than they do, unless the settings open it.
  const titled = uids.has('title') || titleFields.every((uid) => uids.has(uid));
  const subject = titled ? ['subject'] : [];
  const customer = customerFields.some((uid) => uids.has(uid)) ? ['customer'] : [];
  const form = { module: 'form' as const, types: [process] };
  return [
    {
      ...form,
      id: `form.${process}.participant`,
      rules: ['RPM-17', 'RPM-20'],
      actions: ['read', 'download'],
      when: participant,
      fields: { read: [...formLevel, ...subject, ...customer, 'comments', 'files', ...read] },
    },
    {
      ...form,
      id: `form.${process}.work`,
      rules: ['RPM-18'],
      actions: ['comment', 'upload', ...(edit.length ? ['update'] : [])],
      when: { all: [participant, active] },
      fields: { edit, required },
    },
    // Started by whom the settings give fields to fill in, for one of their own customers.
    ...(edit.length && customerFields.length
      ? [
          {
            ...form,
            id: `form.${process}.start`,
            rules: ['RPM-17', 'RPM-18'],
            actions: ['create'],
            when: { f: 'customer', in: { var: 'customers' } } satisfies Condition,
            set: { customer: { var: 'customer' } } satisfies Grant['set'],
            fields: { edit, required },
          },
        ]
      : []),
  ];
}

/** The levels of the settings as field lists (RPM-18): required is editable, editable is readable. */
function levels({ visibleFields = {} }: RpmSettings, of: string) {
  const entries = Object.entries(visibleFields[of] ?? {});
  const named = (...levels: string[]) =>
    entries
      .filter(([uid, level]) => uid !== 'title' && levels.includes(level))
      .map(([uid]) => `fields.${uid}`);
  return {
    uids: new Set(entries.map(([uid]) => uid)),
    read: named('read', 'edit', 'required'),
    edit: named('edit', 'required'),
    required: named('required'),
  };
}
