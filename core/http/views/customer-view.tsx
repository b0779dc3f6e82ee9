import type { VNode } from 'preact';

import { fieldFacts, type ConnectionFacts } from '../../portal/portal-facts.js';
import type { CustomerPage } from '../../portal/read-customers.js';
import { en } from '../messages/en.js';
import { Addresses } from './addresses.js';
import { ContactCard, Phones } from './contact-card.js';
import { Email } from './email.js';
import { labelOf } from './field-label.js';
import { FieldList, type ShownField } from './field-list.js';
import { formatValue } from './format.js';
import { Layout, type Around } from './layout.js';
import { Moment } from './moment.js';
import { NarrowForm } from './narrow-form.js';

export interface CustomerModel extends Around {
  customer: CustomerPage;
  facts: ConnectionFacts;
  /** May the reader narrow the portal to it? */
  mayNarrow: boolean;
}

/** A customer and its contact cards. */
export function customerView({ customer, facts, mayNarrow, ...around }: CustomerModel): VNode {
  const { values, contacts, moreContacts } = customer;
  const title = customerName(values);
  const fields = customerFields(values, facts);
  return (
    <Layout {...around} title={title} current="/customers">
      <p class="back">
        <a href="/customers">
          <span aria-hidden="true">← </span>
          {en.back(en.customers)}
        </a>
      </p>
      <div class="head">
        <h1>{title}</h1>
        <p class="marks">
          <span class="system">{facts.title}</span>
        </p>
        {mayNarrow && <NarrowForm csrf={around.csrf} label={en.narrowTo} customer={customer.id} />}
      </div>
      <div class="columns">
        <section class="panel main" aria-labelledby="contacts">
          <h2 id="contacts">{en.contacts}</h2>
          {contacts.length === 0 && <p class="none">{en.noContacts}</p>}
          <ul class="contacts">
            {contacts.map((contact) => (
              <li>
                <ContactCard values={contact.values} />
              </li>
            ))}
          </ul>
          {moreContacts && <p class="none">{en.moreContacts(contacts.length)}</p>}
        </section>
        {fields.length > 0 && (
          <section class="panel side" aria-labelledby="details">
            <h2 id="details">{en.details}</h2>
            <FieldList fields={fields} />
          </section>
        )}
      </div>
    </Layout>
  );
}

/** What a customer is called, of what is visible. */
export function customerName({ name, number }: CustomerPage['values']): string {
  if (typeof name === 'string' && name !== '') return name;
  return typeof number === 'string' && number !== '' ? number : en.untitled;
}

const wide = new Set(['email', 'website', 'phones']);
const elsewhere = new Set(['id', 'name', 'parent']);

function customerFields(values: CustomerPage['values'], facts: ConnectionFacts): ShownField[] {
  return Object.entries(values)
    .filter(([name, value]) => !elsewhere.has(name) && !(Array.isArray(value) && !value.length))
    .map(([name, value]) => ({
      label: labelOf([facts], 'customer', name),
      shown: showField(facts, name, value),
      ...(wide.has(name) && { long: true }),
    }));
}

function showField(facts: ConnectionFacts, name: string, value: unknown): VNode | string {
  switch (name) {
    case 'phones':
      return <Phones phones={value} />;
    case 'addresses':
      return <Addresses addresses={value} />;
    case 'website':
      return <Website address={String(value)} />;
    case 'email':
      return <Email address={String(value)} />;
    case 'createdAt':
    case 'changedAt':
      return <Moment at={value} zone={facts.zone} />;
    default:
      return formatValue(value, fieldFacts(facts, 'customer', name)?.type, facts.zone);
  }
}

/** A link only where it is an address of the web: the vendor's text could say anything. */
function Website({ address }: { address: string }): VNode {
  const href = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  const isWeb = URL.canParse(href) && /^[\w.-]+\.[\w-]+/.test(new URL(href).hostname);
  return isWeb ? (
    <a href={href} rel="noopener noreferrer">
      {address}
    </a>
  ) : (
    <>{address}</>
  );
}
