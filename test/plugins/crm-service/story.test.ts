import { expect } from 'chai';

import type { Subject } from '../../../core/contract/contract.js';
import type { PorticoError } from '../../../core/contract/portico-error.js';
import { accessesOf } from '../../core/access/access-world.js';
import { PORTAL_PASSWORD } from '../../simulators/crm-service/story-portals.js';
import { textOf } from '../../simulators/crm-service/text-of.js';
import { openCrmWorld, type CrmWorld } from './crm-world.js';

const [aino, eino, ville, anna, antti, maria, olli, kaisa] = [7314, 7315, 7316, 7319, 7320, 7321, 7323, 7324];
const [juha, carla, ada, yksin, nolla, rantapuu] = [7325, 7327, 7328, 7329, 7331, 7102];
const everybody = [
  aino,
  eino,
  ville,
  anna,
  antti,
  maria,
  7322,
  olli,
  kaisa,
  juha,
  carla,
  ada,
  yksin,
  7330,
  nolla,
];
const modules: Subject[] = [
  ...(['customer', 'contact', 'ticket', 'invoice', 'quote', 'salesOrder', 'opportunity', 'project'] as const),
  ...(['document', 'event', 'product', 'priceBook', 'faq', 'link'] as const),
];

describe('what the Self-Service Portal of CRM-service shows', () => {
  let world: CrmWorld;
  let people: Map<number, string>;
  const who = (contactId: number): string => people.get(contactId) ?? '';
  const list = (contactId: number, module: Subject) => world.list(who(contactId), module);
  const isIn = async (contactId: number): Promise<boolean> =>
    (await accessesOf(world.hub.database, who(contactId))).some(({ me }) => me.contact === String(contactId));
  const detail = (contactId: number, module: Subject, id: number) => world.detail(who(contactId), module, id);
  const fields = async (contactId: number, module: Subject, id: number) =>
    Object.keys((await detail(contactId, module, id)).values).sort();
  const code = (contactId: number, module: Subject, id: number) =>
    detail(contactId, module, id).then(
      () => 'shown',
      ({ code: said, message }: PorticoError) => `${said}: ${message}`,
    );
  const hidden = 'RECORD_NOT_FOUND: There is no such record.';

  async function open(options: Parameters<typeof openCrmWorld>[0] = {}): Promise<void> {
    world = await openCrmWorld(options);
    await world.sync();
    people = new Map();
    for (const contactId of everybody) people.set(contactId, await world.letIn(contactId));
  }
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  describe('as its story is set up', () => {
    beforeEach(() => open());

    it('C-18, C-20, C-24, C-30, C-33: lets in whom the portal of CRM-service lets in, and nobody else', async () => {
      for (const contactId of everybody) {
        const { contacts = [], portal_users: users = [] } = world.crm.dump().modules;
        const email = contacts.find(({ id }) => id === String(contactId))?.attributes['email'];
        const isLetIn = users
          .filter(({ attributes }) => attributes['contact_id'] === String(contactId))
          .some(({ attributes }) => {
            const said = world.crm.change.signInAtPortal({
              portalId: textOf(attributes['portal_id']),
              login: textOf(email),
              password: PORTAL_PASSWORD,
            });
            return 'contactId' in said && said.contactId === String(contactId);
          });
        expect(await isIn(contactId), String(contactId)).to.equal(isLetIn);
      }
      expect([await isIn(anna), await isIn(antti), await isIn(maria), await isIn(olli)]).to.deep.equal([
        false,
        false,
        true,
        true,
      ]);
    });

    it('C-07, C-15, C-21, C-23: is oneself, an admin’s colleagues, one’s own company, and no others', async () => {
      const shown = async (contactId: number) => [
        await list(contactId, 'customer'),
        await list(contactId, 'contact'),
      ];
      // 7318, whose address is none, waits in quarantine.
      expect(await shown(eino)).to.deep.equal([['7102'], ['7314', '7315', '7316', '7317', '7326']]);
      expect(await shown(aino)).to.deep.equal([[], ['7314']]);
      expect(await shown(maria)).to.deep.equal([['7110'], ['7321']]);
      expect(await shown(yksin)).to.deep.equal([[], ['7329']]);
      // D2: Admin does not widen what a narrow profile opens. D3: without a profile there is oneself.
      expect(await shown(ada)).to.deep.equal([[], ['7327', '7328']]);
      expect(await shown(juha)).to.deep.equal([[], ['7325']]);
      expect(await code(eino, 'contact', 7325)).to.equal(hidden);
      expect(await code(eino, 'customer', 7103)).to.equal(hidden);
    });

    it('C-21, C-22, C-23: lets admins alone change and add people, as far as their profile says', async () => {
      expect((await detail(eino, 'contact', aino)).actions).to.deep.equal(['read', 'create', 'update']);
      // Profile 3 lets contacts be changed, not added.
      expect((await detail(ada, 'contact', carla)).actions).to.deep.equal(['read', 'update']);
      expect((await detail(maria, 'contact', maria)).actions).to.deep.equal(['read', 'update']);
      expect((await detail(juha, 'contact', juha)).actions).to.deep.equal(['read']);
    });

    it('C-08: is one’s own support requests, whatever company they are of', async () => {
      expect(await list(aino, 'ticket')).to.deep.equal(['9110', '9113', '9115']);
      expect(await list(eino, 'ticket')).to.deep.equal(['9111']);
      expect(await list(yksin, 'ticket')).to.deep.equal(['9116']);
      expect(await list(olli, 'ticket')).to.deep.equal(['9114']);
      expect(await list(ada, 'ticket')).to.deep.equal([]);
      expect(await code(eino, 'ticket', 9110)).to.equal(hidden);
      expect((await detail(eino, 'ticket', 9111)).actions).to.include.members([
        'update',
        'comment',
        'upload',
      ]);
      // C-28: this profile makes them, and does not change them.
      expect((await detail(aino, 'ticket', 9110)).actions)
        .to.include('create')
        .and.not.to.include('update');
    });

    it('C-10, C-12, C-15: is what one’s account is billed, offered and sold; a contact or end customer alone shows nothing', async () => {
      const business = ['invoice', 'quote', 'salesOrder', 'opportunity', 'project'] as const;
      const shown = async (contactId: number) =>
        Promise.all(business.map((module) => list(contactId, module)));
      expect(await shown(eino)).to.deep.equal([
        ['8801', '8802', '8803'],
        ['8601', '8602'],
        ['8501'],
        ['8401'],
        ['8301'],
      ]);
      expect(await shown(maria)).to.deep.equal([['8807'], [], [], [], []]);
      expect(await shown(yksin)).to.deep.equal([[], [], [], [], []]);
      expect(await code(eino, 'invoice', 8804)).to.equal(hidden);
      expect(await code(eino, 'invoice', 8805)).to.equal(hidden);
    });

    it('C-13, C-14, C-16: is what is on sale, price books and links to everybody whose profile opens them', async () => {
      expect(await list(aino, 'product')).to.deep.equal(['8201', '8203']);
      expect(await list(maria, 'priceBook')).to.deep.equal(['8101']);
      expect(await list(aino, 'priceBook')).to.deep.equal([]);
      const [link = ''] = await list(nolla, 'link');
      expect((await world.detail(who(nolla), 'link', link)).values).to.deep.equal({
        subject: 'Käyttöohjeet',
        'fields.url': 'https://docs.crm.example/ohjeet',
      });
      expect(await list(juha, 'link')).to.deep.equal([]);
      expect(await list(eino, 'faq')).to.deep.equal([]);
    });

    it('C-15: is documents of one’s account, and none that staff keep to themselves', async () => {
      expect(await list(eino, 'document')).to.deep.equal(['8001']);
      expect(await list(maria, 'document')).to.deep.equal([]);
      expect(await code(eino, 'document', 8002)).to.equal(hidden);
    });

    it('C-25, C-26, C-27, C-29: is, of one company, by profile: the other gets neither list nor field, by direct request either', async () => {
      expect(await fields(eino, 'invoice', 8801)).to.deep.equal(
        'amount contacts currency customer dates.due dates.issued number status statusGroup subject'.split(
          ' ',
        ),
      );
      expect(await list(aino, 'invoice')).to.deep.equal([]);
      expect(await code(aino, 'invoice', 8801)).to.equal(hidden);
      expect(await code(aino, 'customer', rantapuu)).to.equal(hidden);
      expect((await detail(eino, 'customer', rantapuu)).actions).to.deep.equal(['read', 'update']);
      // One product, seen by two profiles.
      expect((await detail(eino, 'product', 8201)).values).to.include({ number: 'PRO1', amount: 50_000 });
      expect((await detail(aino, 'product', 8201)).values).to.deep.equal({ subject: 'Huoltosopimus' });
      // A profile of nothing.
      for (const module of modules.filter((each) => each !== 'contact' && each !== 'link'))
        expect(await list(nolla, module), module).to.deep.equal([]);
    });

    it('C-05, C-06, C-32: is the fields that a profile shows, and never what staff note among themselves', async () => {
      expect(await fields(eino, 'customer', rantapuu)).to.deep.equal(
        'email fields.account_type name number phones'.split(' '),
      );
      expect(await fields(aino, 'contact', aino)).to.deep.equal(
        'customers email firstName lastName phones'.split(' '),
      );
      expect(await fields(juha, 'contact', juha)).to.deep.equal('email firstName lastName'.split(' '));
      const texts = await world.hub.rows('select row_to_json(r)::text as text from record r');
      expect(texts.filter(({ text }) => /Staff only|Oma moka|Discount/.test(String(text)))).to.deep.equal([]);
    });

    it('C-02, C-09, C-36, C-37: is listed events to all, the others to the invited, with registering while it is open', async () => {
      expect(await list(maria, 'event')).to.deep.equal(['310', '311', '313', '314']);
      expect(await list(eino, 'event')).to.deep.equal(['310', '311', '312', '313', '314']);
      expect(await code(maria, 'event', 312)).to.equal(hidden);
      const registers = async (id: number) => (await detail(eino, 'event', id)).actions.includes('register');
      const open = [310, 311, 312, 313, 314];
      expect(await Promise.all(open.map(registers))).to.deep.equal([true, true, true, false, false]);
    });

    it('C-28: is no action of a module that the profile does not open', async () => {
      // Olli's partner profile has an action on orders, and no orders; his other one has them.
      world.crm.change.setPortalUser({ contactId: String(olli), active: false });
      await world.sync({});
      expect(await list(olli, 'salesOrder')).to.deep.equal([]);
      expect(await fields(olli, 'invoice', 8804)).to.deep.equal(['amount', 'currency', 'number', 'subject']);
      expect((await detail(olli, 'invoice', 8804)).actions).to.deep.equal(['read']);
      expect((await detail(eino, 'invoice', 8801)).actions).to.deep.equal(['read', 'pay']);
    });
  });

  it('C-08: is, by setting, the support requests of one’s account too, to be read alone', async () => {
    await open({ settings: { tickets: 'account' } });
    expect(await list(eino, 'ticket')).to.deep.equal(['9110', '9111', '9112', '9115']);
    expect(await list(aino, 'ticket')).to.deep.equal(['9110', '9111', '9112', '9113', '9115']);
    expect(await list(yksin, 'ticket')).to.deep.equal(['9116']);
    expect((await detail(eino, 'ticket', 9110)).actions)
      .to.include('read')
      .and.not.to.include('update');
  });

  describe('after staff changed something', () => {
    beforeEach(() => open());

    it('C-07, C-15: follows a contact who moves to another company', async () => {
      world.crm.change.moveContact({ contactId: String(carla), accountId: '7102' });
      await world.sync({});
      expect(await list(carla, 'customer')).to.deep.equal(['7102']);
      expect(await list(carla, 'invoice')).to.deep.equal(['8801', '8802', '8803']);
      expect(await list(carla, 'ticket')).to.deep.equal(['9119']);
      expect(await list(eino, 'contact')).to.include('7327');
      expect(await list(ada, 'contact')).to.deep.equal(['7328']);
    });

    it('C-20, C-34: ends with Active, and with whatever a workflow takes away', async () => {
      const { change } = world.crm;
      change.setPortalUser({ contactId: String(eino), active: false });
      change.runAccessWorkflow({ contactIds: [String(aino)], access: 'removed' });
      change.runAccessWorkflow({ contactIds: [String(carla)], access: 'off' });
      await world.sync({ full: true });
      expect([await isIn(eino), await isIn(aino), await isIn(carla)]).to.deep.equal([false, false, false]);
      change.setPortalUser({ contactId: String(eino), active: true });
      change.runAccessWorkflow({ contactIds: [String(carla)], access: 'on' });
      await world.sync({});
      expect(await list(eino, 'invoice')).to.deep.equal(['8801', '8802', '8803']);
      expect([await isIn(aino), await isIn(carla)]).to.deep.equal([false, true]);
    });

    it('C-21, C-23: follows Admin, on and off', async () => {
      world.crm.change.setPortalUser({ contactId: String(eino), isAdmin: false });
      world.crm.change.setPortalUser({ contactId: String(maria), isAdmin: true });
      await world.sync({});
      expect(await list(eino, 'contact')).to.deep.equal(['7315']);
      expect(await list(maria, 'contact')).to.deep.equal(['7319', '7320', '7321', '7322', '7330']);
    });

    it('C-24, C-29: follows another profile of a person', async () => {
      world.crm.change.setPortalUser({ contactId: String(aino), profileId: '2' });
      world.crm.change.setPortalUser({ contactId: String(maria), profileId: null });
      await world.sync({});
      expect(await list(aino, 'invoice')).to.deep.equal(['8801', '8802', '8803']);
      expect(await list(maria, 'customer')).to.deep.equal([]);
      expect(await list(maria, 'contact')).to.deep.equal(['7321']);
    });

    it('C-24b, C-30, C-33: ends with the contact, with the portal, and with an address that another user has', async () => {
      const { change } = world.crm;
      change.remove({ module: 'contacts', id: String(carla) });
      change.edit({ module: 'contacts', id: '7330', attributes: { email: 'LIND@kuusi.example' } });
      await world.sync();
      expect([await isIn(carla), await isIn(maria), await isIn(7330)]).to.deep.equal([false, false, false]);
      change.setPortal({ portalId: '1', active: false });
      await world.sync({});
      expect([await isIn(eino), await isIn(aino), await isIn(olli)]).to.deep.equal([false, false, true]);
      expect(await list(olli, 'invoice')).to.deep.equal(['8804', '8805']);
      change.setPortal({ portalId: '1', active: true });
      change.setPortal({ portalId: '9', active: true });
      await world.sync({});
      expect([await isIn(eino), await isIn(kaisa)]).to.deep.equal([true, true]);
    });

    it('C-26, C-27, C-28, C-32: follows what a profile opens and closes', async () => {
      world.crm.change.setProfile({
        profileId: '2',
        modules: ['contacts', 'accounts', 'tickets', 'invoices', 'documents'],
        actions: { tickets: ['create'] },
        fields: {
          invoices: {
            subject: { visible: true, editable: false },
            total: { visible: false, editable: true },
            rows: { visible: true, editable: false },
          },
          accounts: { name: { visible: true, editable: true }, notes: { visible: true, editable: false } },
        },
      });
      await world.sync();
      expect(await list(eino, 'quote')).to.deep.equal([]);
      expect(await list(eino, 'product')).to.deep.equal([]);
      const { values, actions } = await detail(eino, 'invoice', 8801);
      expect(values).to.have.all.keys('subject', 'lines');
      expect(actions).to.deep.equal(['read']);
      expect((await detail(eino, 'customer', rantapuu)).values).to.deep.equal({
        name: 'Rantapuu Oy',
        'fields.notes': 'Maksaa ajallaan',
      });
      expect((await detail(eino, 'customer', rantapuu)).actions).to.deep.equal(['read']);
      expect((await detail(eino, 'ticket', 9111)).actions).not.to.include('update');
    });

    it('C-14, C-15, C-36: follows what is taken off sale, taken back, deleted and invited to', async () => {
      const { change } = world.crm;
      change.edit({ module: 'products', id: '8203', attributes: { active: false } });
      change.linkRecords({ left: 'documents/8001', right: 'accounts/7102', linked: false });
      change.linkRecords({ left: 'documents/8002', right: 'contacts/7321', linked: true });
      change.remove({ module: 'invoices', id: '8802' });
      change.inviteToEvent({ eventId: '312', contactId: String(maria) });
      change.edit({ module: 'mass_events', id: '311', attributes: { event_type: 'Invitation only' } });
      await world.sync();
      expect(await list(eino, 'product')).to.deep.equal(['8201']);
      expect(await list(eino, 'document')).to.deep.equal([]);
      expect(await list(maria, 'document')).to.deep.equal(['8002']);
      expect(await list(eino, 'invoice')).to.deep.equal(['8801', '8803']);
      expect(await list(maria, 'event')).to.deep.equal(['310', '312', '313', '314']);
    });
  });
});
