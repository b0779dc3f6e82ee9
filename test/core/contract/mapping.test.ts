import { expect } from 'chai';
import fc from 'fast-check';

import {
  always,
  at,
  codec,
  derive,
  Fault,
  many,
  mapping,
  Mismatch,
  originOf,
  phones,
  ref,
  rest,
  type Contact,
  type RecordData,
} from '../../../core/contract/contract.js';

interface RawContact {
  FirstName?: string;
}

const contacts = mapping<RawContact, Contact>({
  kind: always('contact'),
  firstName: at('FirstName'),
  lastName: at('Name.Last', codec.html),
  email: at('Name.Email', codec.email),
  phones: phones({ work: 'Phone', mobile: 'Other.Mobile' }),
  principal: ref('customer', 'CustomerID'),
  createdAt: derive(['Added'], (raw: RawContact) => (raw.FirstName ? '2025-06-02T00:00:00.000Z' : undefined)),
});

const tickets = mapping<object, RecordData>({
  subject: at('Subject'),
  statusGroup: at('Status', codec.word({ Open: 'open', Done: 'closed' })),
  amount: at('Money.Amount', codec.money(3)),
  portalVisible: at('Visible', codec.boolean),
  changedAt: at('Modified', codec.utc),
  contacts: many('People', codec.id),
  fields: rest({ except: ['Password'] }),
});

describe('Mappings', () => {
  it('read a record by their pieces and leave out what is not there', () => {
    const raw = { FirstName: 'Ada', Name: { Last: 'O&#39;Neil' }, CustomerID: 4021, Other: { Mobile: '1' } };
    expect(contacts.read(raw)).to.deep.equal({
      kind: 'contact',
      firstName: 'Ada',
      lastName: "O'Neil",
      phones: [{ type: 'mobile', number: '1' }],
      principal: '4021',
      createdAt: '2025-06-02T00:00:00.000Z',
    });
    expect(contacts.read({})).to.deep.equal({ kind: 'contact' });
  });

  it('say path, expected and found of what does not fit', () => {
    expect(() => contacts.read({ Name: { Email: 'nobody' } } as RawContact)).to.throw(
      Mismatch,
      'Name.Email: expected an e-mail address, found "nobody".',
    );
    expect(() => tickets.read({ People: ['1', {}] })).to.throw(Mismatch, 'People[1]: expected an id');
  });

  it('see own members only, never what every object has', () => {
    const odd = mapping<object, RecordData>({ subject: at('constructor.name'), body: at('toString') });
    expect(odd.read({})).to.deep.equal({});
  });

  it("write by the vendor's own paths, making the objects on the way", () => {
    expect(
      contacts.write({
        firstName: 'Ben',
        lastName: 'Smith & Sons',
        principal: '7',
        phones: [{ type: 'mobile', number: '2' }],
      }),
    ).to.deep.equal({
      FirstName: 'Ben',
      Name: { Last: 'Smith & Sons' },
      CustomerID: '7',
      Phone: '',
      Other: { Mobile: '2' },
    });
  });

  it('write null for a value that is to go', () => {
    const nothing = { subject: null } as unknown as Partial<RecordData>;
    expect(tickets.write(nothing)).to.deep.equal({ Subject: null });
  });

  it('refuse to write a field without an encoder, or without a piece', () => {
    for (const field of ['createdAt', 'kind', 'honorific'])
      expect(() => contacts.write({ [field]: 'x' }))
        .to.throw(Fault, `The field "${field}" cannot be written to the vendor.`)
        .with.property('kind', 'config');
    expect(() => tickets.write({ contacts: ['1'] })).to.throw(Fault, '"contacts"');
  });

  it('say where each field comes from, and which can be written', () => {
    expect(contacts.sources).to.deep.include({
      lastName: ['Name.Last'],
      phones: ['Phone', 'Other.Mobile'],
      kind: [],
      createdAt: ['Added'],
    });
    expect(contacts.editable).to.deep.equal(['firstName', 'lastName', 'email', 'phones', 'principal']);
  });

  it('keep what no piece takes by its own name, but for what must not be shown', () => {
    const raw = {
      Subject: 'a',
      cf_1: 'x',
      cf_2: 3,
      cf_3: false,
      cf_4: '',
      cf_5: null,
      cf_6: {},
      Password: 'p',
    };
    expect(tickets.read(raw).fields).to.deep.equal({ cf_1: 'x', cf_2: 3, cf_3: false });
  });

  it('remember the record that data was read from, and no other', () => {
    const raw = { FirstName: 'Ada' };
    expect(originOf(contacts.read(raw))).to.equal(raw);
    expect(originOf({})).to.equal(undefined);
  });

  it('read a list by another mapping', () => {
    const lines = mapping<object, RecordData>({
      lines: many(
        'Lines',
        mapping<object, { text?: string; quantity?: number }>({
          text: at('T'),
          quantity: at('Q', codec.number),
        }),
      ),
    });
    expect(lines.read({ Lines: [{ T: 'a', Q: '2' }, {}] }).lines).to.deep.equal([
      { text: 'a', quantity: 2 },
      {},
    ]);
    expect(() => lines.read({ Lines: ['a'] })).to.throw(Mismatch, 'Lines[0]: expected an object, found "a".');
    expect(lines.read({})).to.deep.equal({});
  });

  it('read back what they wrote, for every field that can be written', () => {
    const text = fc
      .string({ minLength: 1 })
      .filter((value) => value.trim() === value && !value.includes('&'));
    const email = fc
      .tuple(fc.stringMatching(/^[a-z]+$/), fc.stringMatching(/^[a-z]+$/))
      .map((parts) => parts.join('@'));
    const number = (type: 'work' | 'mobile') => text.map((value) => ({ type, number: value }));
    const numbers = fc
      .tuple(fc.option(number('work')), fc.option(number('mobile')))
      .map((each) => each.filter((one) => one !== null))
      .filter((each) => each.length > 0);
    const contact = fc.record(
      { firstName: text, lastName: text, email, principal: fc.stringMatching(/^[1-9]\d*$/), phones: numbers },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(contact, (data) => {
        expect(contacts.read(contacts.write(data))).to.deep.include(data);
      }),
    );
    const ticket = fc.record(
      {
        subject: text,
        statusGroup: fc.constantFrom('open' as const, 'closed' as const),
        amount: fc.integer(),
        portalVisible: fc.boolean(),
        changedAt: fc.integer({ min: 0, max: 4e9 }).map((at) => new Date(at * 1000).toISOString()),
        fields: fc.dictionary(fc.stringMatching(/^cf_\d+$/), fc.oneof(text, fc.integer(), fc.boolean())),
      },
      { requiredKeys: ['fields'] },
    );
    fc.assert(
      fc.property(ticket, (data) => {
        expect(tickets.read(tickets.write(data))).to.deep.equal(data);
      }),
    );
  });
});
