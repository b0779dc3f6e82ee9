import { expect } from 'chai';

import type { Grant } from '../../../core/contract/contract.js';
import { schemaValidator } from '../../../core/json-schema.js';
import { policy } from '../../../plugins/rpm/policy.js';
import type { RpmSettings } from '../../../plugins/rpm/settings.js';
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
});
