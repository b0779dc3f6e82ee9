import { expect } from 'chai';

import type { Json } from '../../../core/contract/contract.js';
import { actions } from '../../../plugins/mobiwork/actions.js';
import type { MobiworkSettings } from '../../../plugins/mobiwork/settings.js';
import { externalIdFor } from '../../../plugins/mobiwork/work-order-mapping.js';
import { faultOf } from '../../core/connections/vendor.js';
import { facts, mobiworkSession, ok, refusal, settings, type Call } from './mobiwork-session.js';

type Name = 'invoice.pay' | 'workOrder.create' | 'workOrder.update' | 'workOrder.delete' | 'customer.delete';

const listing = { ...facts, vendor: { ...Object(facts.vendor), payments: true } };

const writing = (name: Name, more: Partial<MobiworkSettings> = {}, known = facts) => {
  const action = actions(known, { ...settings, ...more })[name];
  if (!action || !('write' in action)) throw new Error(`${name} writes nothing`);
  return action;
};

const order = (more: string): string =>
  ok(`<workOrder><mobiworkWorkOrderId>90412</mobiworkWorkOrderId><status>OPEN</status>${more}</workOrder>`);

describe('MobiWork actions on records', () => {
  const body: Record<string, Json> = {
    customer: '3178692',
    contacts: ['502'],
    subject: 'Chair 2 leaks',
    body: 'Since Monday.',
    fields: { address1: '40 Quay Rd', city: 'Tampa' },
  };

  it('M-19: a work order is made with its place, its maker and its key, and read back', async () => {
    const text = 'Chair 2 leaks\nSince Monday.';
    const place = '<location><address><address1>40 Quay Rd</address1><city>Tampa</city></address></location>';
    const run = mobiworkSession(({ operation }) =>
      order(operation.includes('view') ? `<description>${text}</description>${place}` : ''),
    );
    const { write } = writing('workOrder.create', { workOrderTypeId: '25121' });
    expect(await write(run.session, { key: 'k-1', body })).to.deep.equal({ id: '90412' });
    expect(run.operations()).to.deep.equal(['POST workOrder/add.html', 'GET workOrder/90412/view.html']);
    expect(run.calls[0]?.sent).to.equal(
      `<request><workOrder><customerId>3178692</customerId><externalId>portico:502:k-1</externalId><description>${text}</description>` +
        `${place}<workOrderTypeId>25121</workOrderTypeId></workOrder></request>`,
    );
  });

  it('M-19: what MobiWork kept otherwise is named, and an order it cannot show is still made', async () => {
    const { write } = writing('workOrder.create');
    const dropping = mobiworkSession(() => order('<description>Chair 2 leaks</description>'));
    expect(await write(dropping.session, { key: 'k-1', body })).to.deep.equal({
      id: '90412',
      differs: ['body', 'fields'],
    });
    const blind = mobiworkSession(({ operation }) =>
      operation.includes('view') ? refusal('99', 'No such action') : order(''),
    );
    expect(await write(blind.session, { key: 'k-1', body })).to.deep.equal({ id: '90412' });
  });

  it('M-19: after an unknown outcome the order with the key is looked for among the latest', async () => {
    const listed = (mine: boolean) => (call: Call) => {
      const at = Number(call.request['startPosition']);
      const ids = Array.from({ length: Math.max(0, Math.min(200, 205 - at)) }, (_, place) => at + place + 1);
      const items = ids.map((id) => {
        const key = id === 203 && mine ? externalIdFor('502', 'k-1') : `other ${id}`;
        return `<workOrder><mobiworkWorkOrderId>${id}</mobiworkWorkOrderId><externalId>${key}</externalId></workOrder>`;
      });
      return ok(
        `<workOrderList><totalAvailableCount>205</totalAvailableCount>${items.join('')}</workOrderList>`,
      );
    };
    const { find } = writing('workOrder.create');
    const run = mobiworkSession(listed(true));
    expect(await find?.(run.session, { key: 'k-1', body })).to.equal('203');
    expect(run.calls[0]?.request).to.include({ createdFromDate: '2026/10/22' });
    expect(await find?.(mobiworkSession(listed(false)).session, { key: 'k-1', body })).to.equal(undefined);
  });

  it('a work order is changed whole: what is left out may be lost', async () => {
    const held =
      '<description>Chair 2 leaks\nSince Monday.</description><customerId>3178692</customerId><externalId>null</externalId>' +
      '<scheduleList><schedule><userId>771</userId></schedule></scheduleList>' +
      '<location><address><addressId>5</addressId><address1>40 Quay Rd</address1><city>Tampa</city></address></location>';
    const run = mobiworkSession(() => order(held));
    const result = await writing('workOrder.update').write(run.session, {
      key: 'k-1',
      id: '90412',
      body: { subject: 'Chair 3 leaks', fields: { city: 'Ocala' } },
    });
    const sent = run.calls[1]?.sent ?? '';
    expect(sent).to.include('<description>Chair 3 leaks\nSince Monday.</description>');
    expect(sent).to.include('<scheduleList><schedule><userId>771</userId></schedule></scheduleList>');
    expect(sent).to.include('<address1>40 Quay Rd</address1><city>Ocala</city>').and.not.include('addressId');
    expect(sent).not.to.include('externalId');
    expect(result).to.deep.equal({ differs: ['subject', 'fields'] });
  });

  it('a work order whose place is written as it was stays at that place', async () => {
    const run = mobiworkSession(() =>
      order('<location><address><addressId>5</addressId><city>Tampa</city></address></location>'),
    );
    const { write } = writing('workOrder.update');
    const command = { key: 'k-1', id: '90412', body: { fields: { city: 'Tampa' } } };
    expect(await write(run.session, command)).to.deep.equal({});
    expect(run.calls[1]?.sent).to.include('<addressId>5</addressId><city>Tampa</city>');
  });

  it('records are deleted by GET, once or again; what hangs on a customer keeps it', async () => {
    const run = mobiworkSession(() => ok());
    await writing('workOrder.delete').write(run.session, { key: 'k-1', id: '90412', body: {} });
    expect(run.operations()).to.deep.equal(['GET workOrder/90412/delete.html']);
    const again = mobiworkSession(() => refusal('5', 'Work order not found'));
    expect(
      await writing('workOrder.delete').write(again.session, { key: 'k-1', id: '90412', body: {} }),
    ).to.deep.equal({});
    const held = mobiworkSession(({ operation }) =>
      operation.includes('delete')
        ? refusal('1010', 'Customer has work orders')
        : ok('<customer><mobiworkCustomerId>7</mobiworkCustomerId></customer>'),
    );
    const refused = writing('customer.delete').write(held.session, { key: 'k-1', id: '7', body: {} });
    expect(await faultOf(refused)).to.include({ kind: 'conflict' });
  });

  it('M-30: a payment of what is open is recorded under its key; nothing of it is guessed', async () => {
    const invoice = '<invoice><mobiworkInvoiceId>31</mobiworkInvoiceId><balance>120.50</balance></invoice>';
    const run = mobiworkSession(({ operation }) =>
      operation.includes('invoice')
        ? ok(`<invoiceList><totalAvailableCount>1</totalAvailableCount>${invoice}</invoiceList>`)
        : ok('<payment><paymentId>9</paymentId></payment>'),
    );
    const { write } = writing('invoice.pay', {}, listing);
    expect(await write(run.session, { key: 'k-1', id: '31', body: {} })).to.deep.equal({ id: '9' });
    expect(run.calls.at(-1)?.sent).to.equal(
      '<request><payment><invoiceId>31</invoiceId><amount>120.50</amount><paymentDate>2026/11/21</paymentDate>' +
        '<externalId>portico:k-1</externalId><paymentReference>portico:k-1</paymentReference></payment></request>',
    );
    expect(await faultOf(write(run.session, { key: 'k-1', id: '32', body: {} }))).to.include({
      kind: 'notFound',
    });
  });

  it('M-30: a payment is a step for staff where payments are not shown, or the settings say so', () => {
    expect(actions(listing, { ...settings, payments: 'manual' })['invoice.pay']).to.include({
      how: 'manual',
    });
    const all = actions(facts, settings);
    expect(all['invoice.pay'])
      .to.include({ how: 'manual' })
      .and.have.property('step')
      .that.includes('MobiWork');
  });

  it('Portico keeps what MobiWork has no place for, and says what only a person can do', () => {
    const all = actions(facts, settings);
    for (const name of [
      'workOrder.comment',
      'document.create',
      'faq.create',
      'report.create',
      'file.add',
      'file.get',
    ] as const)
      expect(all[name], name).to.deep.equal({ how: 'hub' });
    expect(all['contact.move']).to.include({ how: 'manual' });
    const { customer } = facts.modules;
    const few = actions({ ...facts, modules: { ...(customer && { customer }) } }, settings);
    expect(few).not.to.have.any.keys('workOrder.create', 'workOrder.comment', 'invoice.pay');
  });
});
