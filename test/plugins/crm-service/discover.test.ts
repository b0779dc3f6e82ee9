import { expect } from 'chai';

import type { Facts } from '../../../core/contract/contract.js';
import { crmServer, settings } from './crm-server.js';
import { open, rows, without } from './open-crm.js';
import { rantapuu } from './rantapuu.js';

describe('CRM-service discovery', () => {
  it('takes the first name that the schema has, and tells the gaps', async () => {
    const held = rantapuu();
    for (const each of held['tickets'] ?? []) {
      each['subject'] = each['name'];
      delete each['name'];
      delete each['ticket_status'];
    }
    const server = crmServer(held);
    const facts: Facts = await server.discover();
    expect(facts).to.have.nested.property('vendor.modules.tickets.names.subject', 'subject');
    expect(facts).not.to.have.nested.property('vendor.modules.tickets.names.status');
    expect(facts.zone).to.equal('Europe/Helsinki');
    const [{ details } = {}] = server.logged;
    expect(details?.['gaps']).to.include('tickets.status').and.not.include('tickets.subject');
    const [ticket] = await rows(await open(held), 'tickets');
    expect(ticket).to.have.nested.property('data.subject', 'Login fails');
    expect(ticket).not.to.have.nested.property('data.status');
  });

  it('a tenant may choose another attribute for a slot', async () => {
    const names = { invoices: { due: 'cf_cost_centre' } };
    const facts = await crmServer(rantapuu(), { names }).discover();
    expect(facts).to.have.nested.property('vendor.modules.invoices.names.due', 'cf_cost_centre');
    expect(settings.names).to.equal(undefined);
  });

  it('C-25, C-28, C-32: profiles as object, JSON text or child records are the same', async () => {
    const own = await crmServer(rantapuu()).discover();
    const profiles = (facts: Facts) =>
      Reflect.get(Object(facts.vendor), 'profiles') as Record<string, unknown>[];
    const [, four] = profiles(own);
    expect(four).to.deep.include({ id: '4', portal: '1', actions: { contacts: [], tickets: [] } });
    const held = without('portal_profiles', 'permissions');
    held['portal_profile_modules'] = [
      { id: '1', profile_id: '4', module: 'contacts', actions: [] },
      { id: '2', profile_id: 4, module: 'accounts', actions: null },
      { id: '3', profile_id: '4', module: 'tickets', actions: '[]' },
      { id: '4', profile_id: '4', module: 'mass_events', actions: null },
      { id: '5', profile_id: '3', module: 'invoices', actions: 'pay, create' },
    ];
    held['portal_profile_fields'] = [
      { id: '1', profile_id: '4', module: 'accounts', field: 'name', visible: 1, editable: 0 },
      { id: '2', profile_id: '4', module: 'contacts', field: 'first_name', visible: '1', editable: null },
      { id: '3', profile_id: 4, module: 'contacts', field: 'email', visible: true, editable: 'true' },
      { id: '4', profile_id: '3', module: 'contacts', field: 'email', visible: false, editable: true },
    ];
    const [three, same] = profiles(await crmServer(held).discover());
    expect(same).to.deep.equal(four);
    expect(three).to.deep.include({
      modules: ['invoices'],
      actions: { invoices: ['pay', 'create'] },
      fields: { contacts: { email: { visible: false, editable: false } } },
    });
  });

  it('C-26: a profile that cannot be read opens nothing, and the log says so', async () => {
    const held = rantapuu();
    Object.assign(held['portal_profiles']?.[0] ?? {}, { permissions: '{"modules": [' });
    const server = crmServer(held);
    const facts = await server.discover();
    expect(facts).to.have.nested.property('vendor.profiles[0].modules').that.deep.equals([]);
    expect(facts).to.have.nested.property('vendor.profiles[1].modules').that.includes('tickets');
    expect(server.logged.map(({ message }) => message).join()).to.include('opens nothing');
  });
});
