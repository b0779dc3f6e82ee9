import { createHmac } from 'node:crypto';

import { expect } from 'chai';

import { webhooks } from '../../../plugins/rpm/webhooks.js';
import { facts, settings } from './rpm-session.js';

const body = Buffer.from('{"RequestID":512,"EventName":"form.edit","ObjectType":520,"ObjectID":31007}');
const signed = (secret: string) => createHmac('sha256', secret).update(body).digest('hex');
const verify = (signature: string | undefined, webhookSecret?: string) =>
  webhooks.verify({
    headers: signature === undefined ? {} : { 'x-rpm-signature': signature },
    body,
    settings: webhookSecret === undefined ? settings : { ...settings, webhookSecret },
    now: new Date(),
  });

describe('RPM webhooks', () => {
  it('lets in what is signed with the secret, and nothing else', () => {
    expect(verify(signed('s1'), 's1')).to.equal(true);
    for (const other of [
      signed('s2'),
      signed('s1').slice(1),
      `${signed('s1')}0`,
      '',
      'é'.repeat(64),
      undefined,
    ])
      expect(verify(other, 's1'), String(other)).to.equal(false);
  });

  it('lets nobody in without a secret', () => {
    expect(verify(signed(''))).to.equal(false);
    expect(verify(signed(''), '')).to.equal(false);
  });

  it('points at the form or the customer to read again', () => {
    const events = (hook: unknown) => webhooks.events(hook, { settings, facts });
    const form = {
      RequestID: 1,
      EventName: 'form.edit',
      ObjectType: 520,
      ObjectID: 31007,
      ParentType: 510,
      ParentID: 12,
    };
    expect(events(form)).to.deep.equal([{ stream: 'form.12', id: '31007' }]);
    expect(events({ ...form, ParentID: 99 })).to.deep.equal([]);
    expect(
      events({ RequestID: 1, EventName: 'customer.trash', ObjectType: 5, ObjectID: 4021 }),
    ).to.deep.equal([{ stream: 'customers', id: '4021' }]);
    for (const other of [{ ...form, EventName: 'action.edit' }, { EventName: 'form.edit' }, null, 'x', []])
      expect(events(other)).to.deep.equal([]);
  });
});
