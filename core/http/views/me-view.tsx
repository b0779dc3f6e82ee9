import type { VNode } from 'preact';

import type { Me, MyAccess } from '../../portal/read-me.js';
import { en } from '../messages/en.js';
import { ContactCard } from './contact-card.js';
import { FieldList } from './field-list.js';
import { Layout, telephone, type Around } from './layout.js';

export interface MeModel extends Around {
  me: Me;
}

/** What a person sees of themselves, system by system. */
export function meView({ me, ...around }: MeModel): VNode {
  const { name, email, phone } = me.person;
  return (
    <Layout {...around} title={en.me} current="/me">
      <div class="head">
        <h1>{en.me}</h1>
        <p class="lead">{en.meLead}</p>
      </div>
      <section class="panel" aria-labelledby="who">
        <h2 id="who">{en.signedInAs}</h2>
        <FieldList
          fields={[
            ...(name ? [{ label: en.fields['name'] ?? '', shown: name }] : []),
            ...(email ? [{ label: en.fields['email'] ?? '', shown: email }] : []),
            ...(phone ? [{ label: en.callUs, shown: <a href={telephone(phone)}>{phone}</a> }] : []),
          ]}
        />
      </section>
      {me.accesses.map((access, index) => (
        <System access={access} id={`system-${index}`} />
      ))}
    </Layout>
  );
}

function System({ access: { connection, contact, customers }, id }: { access: MyAccess; id: string }): VNode {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{connection.title}</h2>
      {contact ? <ContactCard values={contact.values} isMe /> : <p class="none">{en.noCard}</p>}
      {customers.length > 0 && (
        <>
          <h3>{en.companies}</h3>
          <ul class="people">
            {customers.map(({ id, values: { name } }) => (
              <li>
                <a href={`/customers/${id}`}>{typeof name === 'string' ? name : en.untitled}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
