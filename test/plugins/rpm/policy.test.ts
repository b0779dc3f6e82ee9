import { expect } from 'chai';

import type { RowLink } from '../../../core/access/subject-row.js';
import type { Grant } from '../../../core/contract/contract.js';
import { schemaValidator } from '../../../core/json-schema.js';
import { policy } from '../../../plugins/rpm/policy.js';
import type { RpmSettings } from '../../../plugins/rpm/settings.js';
import { byLogin, holdPolicy, member, row, say } from '../policy-mutants.js';
import { facts, settings } from './rpm-session.js';

const grants = (changed: Partial<RpmSettings> = {}): Grant[] =>
  policy(facts, { ...settings, ...changed }).grants;
const reading = (changed: Partial<RpmSettings> = {}) =>
  grants(changed).find(({ id }) => id === 'form.12.participant')?.fields.read ?? [];
const levels = { '12': { '522_77': 'read', '500_301': 'required', '500_9': 'edit' } } as const;

describe('RPM policy', () => {
  it('fits the schema of policies', () => {
    for (const each of [{}, { visibleFields: levels }])
      expect(schemaValidator('policy.json').check(policy(facts, { ...settings, ...each }))).to.deep.equal([]);
  });

  it('RPM-15, RPM-16: opens the pages of the customers the contact is part of', () => {
    expect(grants().filter(({ module }) => module === 'customer')).to.deep.equal([
      {
        id: 'customer.mine',
        rules: ['RPM-15', 'RPM-16'],
        module: 'customer',
        actions: ['read'],
        when: { link: 'member', in: { var: 'contacts' } },
        fields: { read: ['name', 'website', 'addresses'] },
      },
    ]);
  });

  it('RPM-17: a process that is not opened to customer users is in no grant', () => {
    expect(grants().flatMap(({ types = [] }) => types)).not.to.include('13');
  });

  it('RPM-18: a field is hidden until the settings give it a level', () => {
    expect(reading().filter((field) => field.startsWith('fields.'))).to.deep.equal([]);
    expect(reading({ visibleFields: levels })).to.include.members([
      'fields.522_77',
      'fields.500_301',
      'customer',
    ]);
    expect(grants({ visibleFields: levels }).find(({ id }) => id === 'form.12.work')?.fields).to.deep.equal({
      edit: ['fields.500_301', 'fields.500_9'],
      required: ['fields.500_301'],
    });
  });

  it('RPM-18: a title shows no more than the fields it is made of', () => {
    expect(reading()).not.to.include('subject');
    expect(reading({ visibleFields: levels })).to.include('subject');
    expect(reading({ visibleFields: { '12': { title: 'read' } } }))
      .to.include('subject')
      .and.not.include('fields.title');
  });

  it('RPM-20: a form opens to its participants alone, whatever its customer', () => {
    const forms = grants({ visibleFields: levels }).filter(
      ({ actions }) => actions.includes('read') || actions.includes('update'),
    );
    for (const { when, module } of forms.filter((each) => each.module === 'form'))
      expect(JSON.stringify(when), module).to.include('"link":"participant"').and.not.include('customer');
    expect(policy(facts, settings).limits).to.deep.equal([]);
  });

  it('RPM-20: starting a form is offered where fields are to be filled in, and gives no reading', () => {
    expect(grants().flatMap(({ actions }) => actions)).not.to.include('create');
    const start = grants({ visibleFields: levels }).find(({ actions }) => actions.includes('create'));
    expect(start).to.deep.include({ actions: ['create'], set: { customer: { var: 'customer' } } });
  });

  it('RPM-7, RPM-15 to RPM-18, RPM-20: whatever it leaves out turns a line of who sees what red', () => {
    const form = (links: RowLink[], columns = {}) => row('form', { type: '12', ...columns }, links);
    const update = { action: 'update' };
    const create = { action: 'create' };
    holdPolicy(policy(facts, { ...settings, visibleFields: { '12': { '500_301': 'required' } } }), [
      say('RPM-15: the page of my customer', row('customer', {}, [member('contact', 'k1')]), true),
      say('RPM-16: no page of another customer', row('customer', {}, [member('contact', 'k2')]), false),
      say('RPM-7: a contact of my customer', row('contact', {}, [member('customer', 'c1')]), true),
      say('RPM-7: no contact of another customer', row('contact', {}, [member('customer', 'c2')]), false),
      say('RPM-20: a form I take part in', form([byLogin()]), true, { sees: ['comments', 'fields.500_301'] }),
      say('RPM-20: no form of my customer that I take no part in', form([], { customer_id: 'c1' }), false),
      say('RPM-17: no form of a process that is not open', form([byLogin()], { type: '13' }), false),
      say('RPM-18: filling in a form I take part in', form([byLogin()]), true, update),
      say('RPM-18: filling in no form I take no part in', form([]), false, update),
      say('RPM-18: filling in no form of another process', form([byLogin()], { type: '13' }), false, update),
      say('RPM-18: filling in no archived form', form([byLogin()], { read_only: true }), false, update),
      say('RPM-18: starting a form for my customer', form([], { customer_id: 'c1' }), true, create),
      say('RPM-18: starting no form for another', form([], { customer_id: 'c2' }), false, create),
      say(
        'RPM-17: starting no form of another process',
        form([], { type: '13', customer_id: 'c1' }),
        false,
        create,
      ),
    ]);
  });
});
