import { expect } from 'chai';

import { schemaValidator } from '../../../core/json-schema.js';
import { discover, factsOf } from '../../../plugins/apptivo/discover.js';
import { policy } from '../../../plugins/apptivo/policy.js';
import { apptivoSession, failure, settings } from './apptivo-session.js';

const config = (app: string) => `dao/v6/${app} getConfigData`;
const layout = {
  sections: [
    {
      attributes: [
        {
          attributeId: 'case_summary_attr',
          label: { modifiedLabel: 'Summary' },
          right: [{ tagName: 'caseSummary' }],
        },
        {
          attributeId: 9,
          label: { modifiedLabel: 'Serial' },
          right: [{ tagName: 'input_1', optionValueList: null }],
        },
        { attributeId: null, label: null, right: null },
      ],
    },
    null,
  ],
};
const cases = {
  statuses: [
    { statusId: 101, statusName: 'New', statusCode: 'NEW' },
    { statusId: 102, statusName: 'Done', statusCode: 'CLOSED' },
    { statusId: null, statusName: null },
  ],
  types: [{ typeId: 11, typeName: 'Issue' }],
  priorities: [{ id: 3, name: 'High' }],
  caseSources: [{ caseSourceId: 7, caseSourceName: 'Portal' }],
  casesPortalTabName: 'Tickets',
  portalViewAccessLevel: 'ALL',
  portalEditAccessLevel: 'CONTACTS',
  portalIsParentCustomerVisibility: 'Y',
  dateFormat: 'dd/MM/yyyy',
  webLayout: JSON.stringify(layout),
};

const discovered = async (given: unknown, changed = {}) => {
  const run = apptivoSession(
    { [config('customers')]: () => ({}), [config('contacts')]: () => ({}), [config('cases')]: () => given },
    changed,
  );
  return { facts: await discover(run.session), run };
};

describe('Apptivo discovery', () => {
  it('APT-13: reads the access level, choices, date format and layout of the Cases app', async () => {
    const { facts } = await discovered(cases, { zone: 'Asia/Kolkata' });
    expect(schemaValidator('facts.json').check(facts)).to.deep.equal([]);
    expect(facts.zone).to.equal('Asia/Kolkata');
    expect(facts.modules['ticket']).to.deep.include({
      label: 'Tickets',
      types: [{ id: '11', label: 'Issue', open: true }],
      statuses: [
        { name: 'New', group: 'open' },
        { name: 'Done', group: 'closed' },
      ],
    });
    expect(facts.modules['ticket']?.fields.map(({ name }) => name)).to.deep.equal([
      'subject',
      'body',
      'fields.casePriority',
      'fields.input_1',
    ]);
    expect(factsOf(facts)).to.deep.include({
      dateFormat: 'dd/MM/yyyy',
      portal: { open: true, view: 'all', edit: 'contacts', parentSees: true },
      custom: [{ id: 'input_1', name: 'Serial' }],
      sources: [{ id: '7', name: 'Portal' }],
    });
    expect(factsOf(facts).attributes.cases).to.deep.equal({ caseSummary: 'case_summary_attr', input_1: '9' });
  });

  it('APT-13: what is not understood of the access level is the narrowest', async () => {
    for (const odd of [null, undefined, 'CONTACTS', 'Everything', 7]) {
      const { facts } = await discovered({
        ...cases,
        portalViewAccessLevel: odd,
        portalEditAccessLevel: odd,
      });
      expect(factsOf(facts).portal).to.include({ view: 'contacts', edit: 'contacts' });
    }
    for (const all of ['ALL', 'All', 'all cases']) {
      const { facts } = await discovered({ ...cases, portalViewAccessLevel: all });
      expect(factsOf(facts).portal.view).to.equal('all');
    }
    expect((await discovered({ ...cases, portalViewAccessLevel: 'OWN' })).run.warnings).to.have.length(1);
    const told = { portal: { view: 'all' as const } };
    expect((await discovered({ ...cases, portalViewAccessLevel: 'OWN' }, told)).run.warnings).to.have.length(
      0,
    );
    const { facts } = await discovered({ ...cases, isCasesPortalEnabled: 'N' });
    expect(factsOf(facts).portal.open).to.equal(false);
  });

  it('survives null anywhere and a layout that is no JSON', async () => {
    const nothing = Object.fromEntries(Object.keys(cases).map((name) => [name, null]));
    for (const each of [nothing, {}, { ...cases, webLayout: '{broken' }]) {
      const { facts } = await discovered(each);
      expect(schemaValidator('facts.json').check(facts)).to.deep.equal([]);
      expect(policy(facts, settings).grants).to.have.length.above(2);
    }
  });

  it('closes the statuses that the settings name, in place of those that sound so', async () => {
    const { facts } = await discovered(cases, { closedStatuses: ['New'] });
    expect(facts.modules['ticket']?.statuses?.map(({ group }) => group)).to.deep.equal(['closed', 'open']);
  });

  it('leaves out an app that the account may not read, and says so', async () => {
    const { facts, run } = await discovered(failure('No permission for the app'));
    expect(Object.keys(facts.modules)).to.deep.equal(['customer', 'contact']);
    expect(run.warnings[0]).to.match(/left out/);
    expect(run.warnings).to.have.length(2);
    expect(run.warnings[1]).to.match(/date format/);
  });
});
