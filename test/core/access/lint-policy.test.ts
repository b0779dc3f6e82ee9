import { expect } from 'chai';

import { lintPolicy } from '../../../core/access/lint-policy.js';
import type { Condition, Grant } from '../../../core/contract/contract.js';
import { plugin as rpm } from '../../../plugins/rpm/plugin.js';
import { plugin as vtiger } from '../../../plugins/vtiger/plugin.js';
import { facts as rpmFacts, settings as rpmSettings } from '../../plugins/rpm/rpm-session.js';
import { discovered, settings as vtigerSettings } from '../../plugins/vtiger/recorded-server.js';

const mine: Condition = { link: 'contact', in: { var: 'contacts' } };
const grant = (change: Partial<Grant> = {}): Grant => ({
  id: 'g',
  module: 'ticket',
  actions: ['read'],
  when: mine,
  fields: { read: ['subject'] },
  ...change,
});
const lint = (...grants: Partial<Grant>[]) =>
  lintPolicy({ version: 1, limits: [], grants: grants.map(grant) }).map(
    ({ level, sentence }) => `${level}: ${sentence}`,
  );
const when = (condition: object, module: Grant['module'] = 'ticket') =>
  lint({ when: condition as Condition, module, fields: {} });
const and = (condition: object) => when({ all: [mine, condition] });

describe('the linter of policies', () => {
  it('takes the policies of the bundled plugins without a word', async () => {
    expect(
      lintPolicy(
        rpm.policy(rpmFacts, {
          ...rpmSettings,
          visibleFields: { '12': { '500_301': 'required' }, customer: { '5_120': 'read' } },
        }),
      ),
    ).to.deep.equal([]);
    expect(lintPolicy(vtiger.policy(await discovered(), vtigerSettings))).to.deep.equal([]);
  });

  it('refuses what the schema does not know, with its path', () => {
    expect(lintPolicy({ version: 2, limits: [], grants: [] })[0]).to.include({
      level: 'error',
      at: 'policy',
    });
    expect(when({ f: 'subject', like: 'x' })[0]).to.match(/^error: grants\.0\.when/);
  });

  it('refuses what is too deep, too long or goes through too many parents', () => {
    const deep = (levels: number): Condition => (levels ? { all: [deep(levels - 1)] } : mine);
    expect(when(deep(3))).to.deep.equal([]);
    expect(when(deep(4))[0]).to.match(/5 levels; at most 4/);
    expect(when({ any: Array.from({ length: 64 }, () => mine) })[0]).to.match(/65 parts/);
    const up = (levels: number): Condition => (levels ? { via: 'project', where: up(levels - 1) } : mine);
    expect(when(up(2))).to.deep.equal([]);
    expect(when(up(3))[0]).to.match(/3 parents/);
  });

  it('refuses unknown fields, and values and variables of another type', () => {
    for (const wrong of [
      { f: 'nothing', eq: 'x' },
      { f: '__proto__', set: true },
      { f: 'comments', set: true },
      { f: 'body', eq: 'x' },
      { f: 'subject', eq: 1 },
      { f: 'amount', eq: '1' },
      { f: 'amount', lt: 1.5 },
      { f: 'public', eq: 'yes' },
      { f: 'subject', lt: 'b' },
      { f: 'fields.x', lt: 1 },
      { f: 'createdAt', lt: '2026-02-31' },
      { f: 'createdAt', in: ['2026-01-01'] },
      { f: 'createdAt', lt: { var: 'contact' } },
      { f: 'subject', eq: { var: 'today' } },
      { f: 'customer', eq: { var: 'customers' } },
      { link: 'member', in: { var: 'contacts' } },
      { link: 'contact', in: { var: 'customers' } },
      { via: 'contact', where: mine },
    ])
      expect(
        and(wrong).filter((each) => each.startsWith('error')),
        JSON.stringify(wrong),
      ).to.have.length(1);
    for (const right of [
      { f: 'amount', lt: 5 },
      { f: 'dates.due', lte: { var: 'today' } },
      { f: 'createdAt', gt: { var: 'now' } },
      { f: 'fields.x', eq: 1 },
      { not: { f: 'readOnly', eq: true } },
      { f: 'customer', eq: { var: 'customer' } },
    ])
      expect(and(right), JSON.stringify(right)).to.deep.equal([]);
    expect(when({ link: 'member', in: { var: 'contacts' } }, 'customer')).to.deep.equal([]);
    expect(when({ link: 'member', in: { var: 'contacts' } }, 'contact')[0]).to.match(/never one of/);
  });

  it('refuses a grant that no list can begin at, unless it gives no reading', () => {
    for (const open of [
      { f: 'status', eq: 'Published' },
      { not: mine },
      { any: [mine, { f: 'status', eq: 'x' }] },
      { all: [{ true: 1 }, { f: 'status', eq: 'x' }] },
      { via: 'project', where: { f: 'status', eq: 'x' } },
    ])
      expect(when(open)[0], JSON.stringify(open)).to.match(/No list can begin/);
    expect(
      lint({ actions: ['update'], when: { f: 'status', eq: 'x' }, fields: { edit: ['subject'] } }),
    ).to.deep.equal([]);
  });

  it('refuses grants on unknown fields and actions, and what nobody can have or write', () => {
    for (const wrong of [
      { actions: ['reed'] },
      { fields: { read: ['nothing'] } },
      { fields: { edit: ['changedAt'] } },
      { fields: { edit: ['subject'], required: ['status'] } },
      { set: { nothing: 'x' } },
      { needs: [] },
    ])
      expect(lint(wrong)[0], JSON.stringify(wrong)).to.match(/^error/);
    expect(lint({}, {})[0]).to.match(/^error: This id is given twice/);
    expect(
      lint({ module: 'customer', types: ['a'], when: { f: 'id', in: { var: 'customers' } }, fields: {} })[0],
    ).to.match(/no types/);
  });

  it('points at what is allowed and looks wrong', () => {
    expect(when({ true: 1 })[0]).to.match(/^warning: It has no condition on the row/);
    expect(when({ false: 1 })[0]).to.match(/^warning: .*never hold/);
    expect(lint({ types: [] })[0]).to.match(/^warning: .*no type/);
    expect(lint({ fields: { read: ['fields.portal_password'] } })[0]).to.match(/^warning: .*secret/);
    expect(lint({ actions: ['update'] })[0]).to.match(/^warning: .*does not allow reading/);
  });
});
