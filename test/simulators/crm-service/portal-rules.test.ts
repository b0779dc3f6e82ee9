import { expect } from 'chai';

import type { ProfilePermissions } from './crm-service-data.js';
import { startCrmServiceSimulator, type CrmServiceSimulator } from './start-crm-service-simulator.js';
import { PORTAL_PASSWORD } from './story-portals.js';
import { callCrmService, problemOf, type CrmServiceCaller } from './test-caller.js';

describe('simulators/crm-service: the portal', () => {
  let crm: CrmServiceSimulator;
  let api: CrmServiceCaller;

  beforeEach(async () => {
    crm = await startCrmServiceSimulator();
    api = callCrmService(crm);
  });
  afterEach(() => crm.close());

  const signIn = (login: string, portalId = '1', password = PORTAL_PASSWORD) =>
    crm.change.signInAtPortal({ portalId, login, password });

  it('C-01, C-24: joins one contact to one portal with one profile, as in the example of §4', async () => {
    const { data } = await api.list('portal_users', { filter: '{"$eq":["contact_id","7314"]}' });
    expect(data.map(({ attributes }) => attributes)[0]).to.include({
      contact_id: '7314',
      portal_id: '1',
      profile_id: '3',
      active: true,
      is_admin: false,
    });
    const join = async (attributes: object): Promise<[number, string | undefined]> =>
      problemOf(await api.post('portal_users', { portal_id: '1', ...attributes }));
    expect(await join({ contact_id: '1' })).to.deep.equal([
      422,
      'Field contact_id refers to a record that does not exist',
    ]);
    expect(await join({ contact_id: '7314' })).to.deep.equal([
      422,
      'The contact is already a user of this portal',
    ]);
    expect((await join({ contact_id: '7326', profile_id: '8' }))[1]).to.equal(
      'The profile belongs to another portal',
    );
  });

  it('C-17, C-19, C-31: wants a valid address, and mails a password to it by the portal’s template', async () => {
    const user = { portal_id: '1', profile_id: '3', active: true };
    for (const contact_id of ['7317', '7318'])
      expect(
        (await api.post('portal_users', { ...user, portal_id: '12', profile_id: '8', contact_id })).status,
      ).to.equal(422);
    expect((await api.patch('portal_users', '58', { active: true })).status).to.equal(422);
    expect((await api.post('portal_users', { ...user, contact_id: '7326' })).status).to.equal(201);
    const [mail] = crm.dump().mails;
    expect(mail).to.include({ to: 'tiina@rantapuu.example', kind: 'credentials', template: 'Tervetuloa' });
    expect(signIn('tiina@rantapuu.example', '1', mail?.password)).to.include({ contactId: '7326' });
    crm.change.resetPassword({ portalUserId: '55' });
    expect(crm.dump().mails[1]).to.include({ kind: 'reset', template: 'Uusi salasana' });
    expect(signIn('aino@rantapuu.example')).to.deep.equal({ refused: 'wrong password' });
  });

  it('C-18, C-20: lets active users in by their address', async () => {
    expect(signIn(' EINO.makela@rantapuu.example ')).to.deep.equal({
      contactId: '7315',
      portalUserId: '56',
      profileId: '2',
      isAdmin: true,
    });
    expect(signIn('ville@rantapuu.example')).to.deep.equal({ refused: 'inactive' });
    await api.patch('portal_users', '56', { active: false });
    expect(signIn('eino.makela@rantapuu.example')).to.deep.equal({ refused: 'inactive' });
    expect(signIn('tiina@rantapuu.example')).to.deep.equal({ refused: 'unknown' });
  });

  it('C-30: lets nobody in at a portal that is off', () => {
    expect(signIn('kaisa@reseller.example', '9')).to.deep.equal({ refused: 'portal inactive' });
    crm.change.setPortal({ portalId: '1', active: false });
    expect(signIn('aino@rantapuu.example')).to.deep.equal({ refused: 'portal inactive' });
  });

  it('C-33: lets none in of those who share an address; only active ones count, one contact is no conflict', () => {
    expect(signIn('toimisto@kuusi.example')).to.deep.equal({ refused: 'shared address' });
    expect(signIn('lind@kuusi.example')).to.include({ contactId: '7321' });
    expect(signIn('olli@reseller.example', '1')).to.include({ portalUserId: '63' });
    expect(signIn('olli@reseller.example', '12')).to.include({ portalUserId: '64' });
    crm.change.setPortalUser({ contactId: '7320', active: false });
    expect(signIn('toimisto@kuusi.example')).to.include({ contactId: '7319' });
  });

  it('C-24b: ends access with the contact; the switch leaves the portal user behind', async () => {
    crm.change.remove({ module: 'contacts', id: '7314' });
    expect((await api.ask('portal_users/55')).status).to.equal(404);
    crm.assumptions.contactDeleteCascades = false;
    crm.change.remove({ module: 'contacts', id: '7315' });
    expect(await api.attributesOf('portal_users', '56')).to.include({ contact_id: '7315' });
    expect(await api.read('portal_users/56/contact')).to.deep.equal({ data: null });
  });

  it('C-34: a workflow turns access off, on and away', async () => {
    const contactIds = ['7314', '7328'];
    crm.change.runAccessWorkflow({ contactIds, access: 'off' });
    expect(await api.idsOf('portal_users', { active: false })).to.include.members(['55', '68']);
    crm.change.runAccessWorkflow({ contactIds, access: 'removed' });
    expect(await api.idsOf('portal_users', { $in: ['contact_id', contactIds] })).to.deep.equal([]);
  });

  it('C-26 to C-29, C-32: profiles say modules, actions and fields, as an object or as JSON text', async () => {
    const { permissions } = await api.attributesOf('portal_profiles', '2');
    const { modules, actions, fields } = permissions as ProfilePermissions;
    expect(modules).to.include.members(['invoices', 'accounts']);
    expect(actions).to.deep.include({ invoices: ['pay'], accounts: ['update'] });
    expect(fields['accounts']).to.deep.include({
      phone: { visible: true, editable: true },
      entity_no: { visible: true, editable: false },
      notes: { visible: false, editable: false },
    });
    crm.assumptions.profileStorage = 'jsonText';
    const other = await api.attributesOf('portal_profiles', '3');
    expect((JSON.parse(String(other['permissions'])) as ProfilePermissions).modules).not.to.include(
      'invoices',
    );
  });

  it('C-32: keeps profiles as child records where an installation does, and follows a change', async () => {
    expect((await api.ask('portal_profile_modules')).status).to.equal(404);
    crm.assumptions.profileStorage = 'childModules';
    expect(await api.attributesOf('portal_profiles', '3')).not.to.have.property('permissions');
    const open = async (): Promise<unknown[]> =>
      (await api.list('portal_profile_modules', { filter: '{"profile_id":"3"}' })).data.map(
        ({ attributes }) => attributes['module'],
      );
    expect(await open()).to.deep.equal(['contacts', 'tickets', 'mass_events', 'products']);
    const { data } = await api.list('portal_profile_fields', {
      filter: '{"profile_id":"3","module":"contacts","field":"phone"}',
    });
    expect(data[0]?.attributes).to.include({ visible: true, editable: true });
    crm.change.setProfile({ profileId: '3', modules: ['tickets'] });
    expect(await open()).to.deep.equal(['tickets']);
    expect((await api.post('portal_profile_modules', { module: 'invoices' })).status).to.equal(403);
  });

  it('C-16: links out of the portal', async () => {
    const links = [{ title: 'Shop', url: 'https://shop.example/' }];
    crm.change.setPortal({ portalId: '12', links });
    expect((await api.attributesOf('portals', '12'))['external_links']).to.deep.equal(links);
  });
});
