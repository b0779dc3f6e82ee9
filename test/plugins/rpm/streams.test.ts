import { expect } from 'chai';

import type { Json, Listing } from '../../../core/contract/contract.js';
import { schemaValidator } from '../../../core/json-schema.js';
import { discover } from '../../../plugins/rpm/discover.js';
import { streams } from '../../../plugins/rpm/streams.js';
import { facts, notFound, rpmSession, settings } from './rpm-session.js';

const all = streams(facts, settings);
const tokens = {
  Modified: [
    { Type: 'CustomerAndAliasList', Age: 100 },
    { Type: 'CustomerUsers', Age: 200 },
    { Type: 'ProcessForms', ID: 12, Age: 300 },
    { Type: 'ProcessForms', ID: 13, Age: 400 },
  ],
};
const row = { UserID: 70021, Username: 'ada.moreau', PrimaryCustomerID: 4021, Enabled: true };
const view = (...forms: [id: number, modified: string][]) => ({
  Columns: ['Number', 'Modified'],
  Forms: forms.map(([FormID, modified]) => ({ FormID, Values: [null, modified] })),
});
const results = {
  Modified: () => tokens,
  Customers: () => ({
    Customers: [
      { CustomerID: 4021, Customer: 'Northwind Fibre', Modified: '6/2/2025 4:40:12 PM' },
      { CustomerID: '4021', Customer: 'NW Fibre', Modified: '6/2/2025 4:40:12 PM' },
      { CustomerID: 4050, Customer: 'Delta Towing', Modified: '6/1/2025 1:00:00 PM' },
    ],
  }),
  Customer: ({ CustomerID }: Record<string, Json>) =>
    CustomerID === 4021 ? { CustomerID, Name: 'Northwind Fibre' } : notFound('Customer'),
  CustomerUsers: () => ({ CustomerUsers: [row] }),
  User: () => ({ Username: 'ada.moreau', Contact: { ContactID: 881 } }),
  ProcForms: () => view([1, '6/2/2025 4:40:12 PM'], [2, '6/1/2025 1:00:00 PM']),
  ProcFormList: ({ IncludeArchived }: Record<string, Json>) => ({
    Forms: [{ ID: 1 }, { ID: 2 }, ...(IncludeArchived ? [{ ID: 3 }] : [])],
  }),
  ProcForm: ({ FormID }: Record<string, Json>) => ({
    ProcessID: 12,
    Form: { FormID, Participants: [{ UserID: 70021 }, { UserID: 300 }] },
  }),
};

async function list(
  name: string,
  { session }: ReturnType<typeof rpmSession>,
  state?: Json,
): Promise<Listing> {
  const listing = await all[name]?.list?.(session, { size: 100, ...(state !== undefined && { state }) });
  if (!listing) throw new Error(`${name} does not list`);
  return listing;
}

describe('RPM streams', () => {
  it('a second run with equal change tokens costs exactly one call', async () => {
    const first = rpmSession(results);
    const states = await Promise.all(
      Object.keys(all).map(async (name) => [name, (await list(name, first)).state] as const),
    );
    const second = rpmSession(results);
    for (const [name, state] of states)
      expect(await list(name, second, state)).to.include({ unchanged: true });
    expect(second.endpoints()).to.deep.equal(['Modified']);
  });

  it('a run in which one customer changed costs exactly three calls', async () => {
    const before = await list('customers', rpmSession(results));
    const changed = rpmSession({
      ...results,
      Modified: () => ({ Modified: [{ Type: 'CustomerAndAliasList', Age: 101 }] }),
      Customers: () => ({
        Customers: [
          ...results.Customers().Customers.slice(0, 2),
          { CustomerID: 4050, Modified: '6/9/2025 8:00:00 AM' },
        ],
      }),
    });
    const after = await list('customers', changed, before.state);
    const held = new Map(before.refs.map(({ id, stamp }) => [id, stamp]));
    const stale = after.refs.filter(({ id, stamp }) => held.get(id) !== stamp).map(({ id }) => id);
    expect(stale).to.deep.equal(['4050']);
    await all['customers']?.read?.(changed.session, stale);
    expect(changed.endpoints()).to.deep.equal(['Modified', 'Customers', 'Customer']);
  });

  it('counts a customer with alias rows once', async () => {
    const { refs } = await list('customers', rpmSession(results));
    expect(refs.map(({ id }) => id)).to.deep.equal(['4021', '4050']);
  });

  it('lists always where RPM has no token, with steady stamps', async () => {
    const without = { ...results, Modified: () => ({ Modified: [] }) };
    const before = await list('users', rpmSession(without));
    expect(await list('users', rpmSession(without), before.state)).to.deep.equal(before);
  });

  it('takes "No customers" as an empty list, and a list that is missing as a broken contract', async () => {
    const none = rpmSession({ ...results, Customers: () => ({ Error: { Message: 'No customers' } }) });
    expect((await list('customers', none)).refs).to.deep.equal([]);
    for (const answer of [{}, { Customers: {} }, { Customers: [{ Customer: 'no id' }] }]) {
      const error: unknown = await list(
        'customers',
        rpmSession({ ...results, Customers: () => answer }),
      ).catch((e: unknown) => e);
      expect(error).to.include({ kind: 'contract' });
    }
  });

  it('leaves out what RPM does not have any more', async () => {
    const { session } = rpmSession(results);
    expect(await all['customers']?.read?.(session, ['4021', '9'])).to.have.length(1);
  });

  it('joins each user with its row, in one CustomerUsers call a run', async () => {
    const run = rpmSession(results);
    await list('users', run);
    const [item] = (await all['users']?.read?.(run.session, ['70021', '5'])) ?? [];
    expect(item).to.deep.include({ row });
    expect(all['users']?.id(item)).to.equal('70021');
    expect(run.endpoints()).to.deep.equal(['Modified', 'CustomerUsers', 'User']);
  });

  it('a user whom User does not know is read all the same, and goes to quarantine', async () => {
    const { session } = rpmSession({ ...results, User: () => notFound('Username') });
    const [item] = (await all['users']?.read?.(session, ['70021'])) ?? [];
    expect(() => all['users']?.map(item)).to.throw('does not say whose sign-in');
  });

  it('lists archived forms that the view leaves out, and stamps the others by their row', async () => {
    const run = rpmSession(results);
    const before = await list('form.12', run);
    expect(before.refs.map(({ id }) => id)).to.deep.equal(['1', '2', '3']);
    expect(before.refs.every(({ stamp }) => stamp)).to.equal(true);
    expect(run.endpoints()).to.deep.equal(['Modified', 'ProcForms', 'ProcFormList', 'ProcFormList']);
    const edited = {
      ...results,
      ProcForms: () => view([1, '6/2/2025 4:40:12 PM'], [2, '6/9/2025 1:00:00 PM']),
    };
    const after = await list('form.12', rpmSession(edited));
    expect(after.refs.map(({ stamp }, i) => stamp === before.refs[i]?.stamp)).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it('gives no stamp to an open form whose Modified is not known, or only by the day', async () => {
    const dayOnly = { ...results, ProcForms: () => view([1, '6/2/2025']) };
    const { refs } = await list('form.12', rpmSession(dayOnly));
    expect(refs.filter(({ stamp }) => stamp === undefined).map(({ id }) => id)).to.deep.equal(['1', '2']);
  });

  it('asks the view that the settings name, and takes "No forms" as none', async () => {
    const none = () => ({ Error: { Message: 'No forms' } });
    const run = rpmSession({ ...results, ProcForms: none, ProcFormList: none }, { views: { '12': 34 } });
    expect((await list('form.12', run)).refs).to.deep.equal([]);
    expect(run.calls[1]?.body).to.deep.equal({ ProcessID: 12, ViewID: 34 });
  });

  it('reads a form in one call, with its process', async () => {
    const run = rpmSession(results);
    expect(await all['form.12']?.read?.(run.session, ['1'])).to.deep.equal([
      { FormID: 1, ProcessID: '12', Participants: [{ UserID: 70021 }, { UserID: 300 }] },
    ]);
    expect(run.endpoints()).to.deep.equal(['ProcForm']);
  });

  it('hands the bare Age of its token to the next pass', async () => {
    const states = await Promise.all(
      Object.keys(all).map(async (name) => (await list(name, rpmSession(results))).state),
    );
    expect(states).to.deep.equal([100, 200, 300, 400]);
  });
});

describe('RPM discovery', () => {
  const process = (ProcessID: number, Permission: number, Enabled = true) => ({
    ProcessID,
    Process: `P${ProcessID}`,
    Enabled,
    Permission,
  });
  const account = {
    Info: () => ({ TimeOffset: '-07:00', TimeDst: true }),
    Procs: () => ({
      Procs: [
        process(1, 11),
        process(2, 0),
        process(3, 1),
        process(4, 11, false),
        process(5, 11),
        process(6, 11),
      ],
    }),
    ProcSecurity: ({ ProcessID }: Record<string, Json>) =>
      ProcessID === 6 ? { Error: 'Permission denied' } : { CustomerUsers: ProcessID !== 5 },
    ProcFields: () => ({
      Process: {
        Title: { FieldOne: 'Severity', FieldTwo: '', IncludeNumber: true },
        Fields: [
          { Name: 'Customer', Uid: '522_77', FieldType: 522, SubType: 5 },
          {
            Name: 'Severity',
            Uid: '500_301',
            FieldType: 500,
            SubType: 5,
            UserCanEdit: true,
            Options: [{ Text: 'Pick', IsLabel: true }, { Text: 'High' }],
          },
        ],
        StatusLevels: [
          { ID: 55, Text: 'Open' },
          { ID: 56, Text: 'Done' },
        ],
      },
    }),
  };

  it('RPM-17: opens only enabled processes that RPM opens, and skips the hidden', async () => {
    const found = await discover(rpmSession(account).session);
    expect(found.modules['form']?.types?.map(({ id, open }) => `${id} ${open}`)).to.deep.equal([
      '1 true',
      '4 false',
      '5 false',
      '6 false',
    ]);
  });

  it('finds zone, statuses, fields, the customer reference and what titles are made of', async () => {
    const found = await discover(rpmSession(account, { closedStatuses: ['Done'] }).session);
    expect(schemaValidator('facts.json').check(found)).to.deep.equal([]);
    expect(found.zone).to.equal('America/Denver');
    expect(found.modules['form']?.statuses).to.deep.equal([
      { name: 'Open', group: 'open' },
      { name: 'Done', group: 'closed' },
    ]);
    expect(found.modules['form']?.fields[1]).to.deep.include({
      name: 'fields.500_301',
      type: 'choice',
      options: ['High'],
    });
    expect(Reflect.get(Object(found.vendor), 'processes')).to.deep.include({
      id: '1',
      fields: ['522_77', '500_301'],
      customerFields: ['522_77'],
      titleFields: ['500_301'],
    });
    expect((await discover(rpmSession(account, { zone: 'UTC' }).session)).zone).to.equal('UTC');
  });
});
