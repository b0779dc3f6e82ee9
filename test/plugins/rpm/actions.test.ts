import { expect } from 'chai';

import type { ActionName, Command, Json } from '../../../core/contract/contract.js';
import { actions } from '../../../plugins/rpm/actions.js';
import { alternateId } from '../../../plugins/rpm/client.js';
import { facts, notFound, rpmSession, settings } from './rpm-session.js';

const all = actions(facts, settings);

function run(name: ActionName, results: Parameters<typeof rpmSession>[0], command: Partial<Command>) {
  const action = all[name];
  if (!action || !('write' in action)) throw new Error(`${name} is not written`);
  const { session, calls } = rpmSession(results);
  const whole = { key: 'command 7', body: {}, ...command };
  return {
    calls,
    write: () => action.write(session, whole),
    find: async () => action.find?.(session, whole),
  };
}

/** A vendor that holds one customer with two contacts and takes edits of them. */
function holding({ forgets = false } = {}) {
  const contacts = [
    { IsPrimary: true, Contact: { ContactID: 881, FirstName: 'Ada', LastName: 'Moreau', PhoneNumbers: [] } },
    { IsPrimary: false, Contact: { ContactID: 902, FirstName: 'Ben', LastName: 'Okoro', PhoneNumbers: [] } },
  ];
  return {
    Customer: () => ({ CustomerID: 4021, Contacts: structuredClone(contacts) }),
    CustomerContactEdit: ({ Contact, IsPrimary }: Record<string, Json>) => {
      for (const each of forgets ? [] : contacts) {
        const hit = each.Contact.ContactID === Number(Reflect.get(Object(Contact), 'ContactID'));
        if (hit) Object.assign(each.Contact, Contact);
        if (IsPrimary === true) each.IsPrimary = hit;
      }
      return { Contact };
    },
  };
}

describe('RPM actions', () => {
  it('names a step for everything that RPM has no call for', () => {
    for (const name of ['contact.delete', 'contact.move', 'customer.delete', 'participant.remove'] as const)
      expect(all[name]).to.include({ how: 'manual' });
  });

  it('changes a contact by reading it, sending it whole and reading it back', async () => {
    const { write, calls } = run('contact.update', holding(), {
      id: '902',
      body: { customer: '4021', jobTitle: 'CTO' },
    });
    expect(await write()).to.deep.equal({ id: '902' });
    expect(calls.map(({ endpoint }) => endpoint)).to.deep.equal([
      'Customer',
      'CustomerContactEdit',
      'Customer',
    ]);
    expect(calls[1]?.body).to.deep.equal({
      CustomerID: 4021,
      Contact: { ContactID: 902, FirstName: 'Ben', LastName: 'Okoro', PhoneNumbers: [], Title: 'CTO' },
    });
  });

  it('says so when RPM did not take the change', async () => {
    const { write } = run('contact.update', holding({ forgets: true }), {
      id: '902',
      body: { customer: '4021', jobTitle: 'CTO' },
    });
    expect(await write().catch((error: unknown) => error)).to.include({ kind: 'conflict' });
  });

  it('RPM-4: promoting a contact makes it primary by one edit', async () => {
    const { write, calls } = run('contact.promote', holding(), { id: '902', body: { customer: '4021' } });
    await write();
    expect(calls[1]?.body).to.deep.include({ CustomerID: 4021, IsPrimary: true });
  });

  it('finds the contact that a lost try has made', async () => {
    const command = { body: { customer: '4021', firstName: 'Ben', lastName: 'Okoro' } };
    expect(await run('contact.create', holding(), command).find()).to.equal('902');
    const other = { body: { ...command.body, lastName: 'Other' } };
    expect(await run('contact.create', holding(), other).find()).to.equal(undefined);
  });

  it('RPM-23: switches a login off by the name it has now', async () => {
    const results = {
      CustomerUsers: () => ({ CustomerUsers: [{ UserID: 70021, Username: 'ada.moreau', Enabled: true }] }),
      UserEnabledEdit: (body: object) => body,
    };
    const { write, calls } = run('login.disable', results, { id: '70021' });
    await write();
    expect(calls[1]?.body).to.deep.equal({ Username: 'ada.moreau', Enabled: false });
  });

  it('makes a form under a key that it can be found by', async () => {
    const results = {
      ProcFormAdd: () => ({ Form: { FormID: 5 } }),
      ProcForm: () => ({ Form: { FormID: 5 } }),
    };
    const command = { body: { type: '12', customer: '4021', fields: { '500_301': 'High' } } };
    const { write, find, calls } = run('form.create', results, command);
    expect(await write()).to.deep.equal({ id: '5' });
    expect(calls[0]?.body).to.deep.equal({
      ProcessID: 12,
      Form: {
        Fields: [
          { Uid: '522_77', ID: 4021 },
          { Uid: '500_301', Value: 'High' },
        ],
        AlternateID: alternateId('command 7'),
      },
    });
    expect(await find()).to.equal('5');
    expect(await run('form.create', { ProcForm: () => notFound('Form') }, command).find()).to.equal(
      undefined,
    );
  });

  it('RPM-19: adding a participant who is one already calls for nothing', async () => {
    const results = (...ids: number[]) => ({
      ProcForm: () => ({ Form: { Participants: ids.map((UserID) => ({ UserID })) } }),
      ProcFormParticipantAdd: () => ({}),
    });
    const command = { id: '31007', body: { login: '70021' } };
    const again = run('participant.add', results(300, 70021), command);
    expect(await again.write()).to.deep.equal({ id: '70021' });
    expect(again.calls).to.have.length(1);
    const first = run('participant.add', results(300), command);
    await first.write();
    expect(first.calls[1]?.body).to.deep.equal({ Form: { FormID: 31007 }, UserID: 70021 });
  });

  it("writes a comment under its author's name and knows it again", async () => {
    const results = {
      ProcFormNoteAdd: () => ({}),
      ProcForm: () => ({ Form: { Notes: [{ Note: 'Hello' }] } }),
    };
    const { write, find, calls } = run('form.comment', results, {
      id: '1',
      body: { text: 'Hello', userName: 'ada.moreau' },
    });
    await write();
    expect(calls[0]?.body).to.deep.equal({ Form: { FormID: 1, Note: 'Hello', NoteBy: 'ada.moreau' } });
    expect(await find()).to.equal('1');
  });

  it('adds and fetches files, and finds one by its key', async () => {
    const results = {
      ProcFormFileAdd: () => ({ FileAttachment: { FileID: 7 } }),
      ProcFormFile: () => ({ File: 'SGVsbG8=' }),
      ProcForm: () => ({ Form: { Files: [{ FileID: 7, AlternateID: alternateId('command 7') }] } }),
    };
    const add = run('file.add', results, { id: '1', body: { name: 'a.txt', content: 'SGVsbG8=' } });
    expect(await add.write()).to.deep.equal({ id: '7' });
    expect(await add.find()).to.equal('7');
    const get = all['file.get'];
    if (!get || !('fetch' in get)) throw new Error('file.get is not fetched');
    const file = { id: '7', name: 'a.txt', record: { module: 'form' as const, id: '1' } };
    expect((await get.fetch(rpmSession(results).session, file)).content.toString()).to.equal('Hello');
  });
});
