import { expect } from 'chai';

import { alternateId, transport } from '../../../plugins/rpm/client.js';
import { settings } from './rpm-session.js';

const faultOf = (result: unknown, { status = 200, date = '' } = {}) =>
  transport.fault?.(
    {
      status,
      headers: date ? { date } : {},
      body: result === undefined ? undefined : { Result: result },
      text: '',
    },
    settings,
  );

describe('RPM client', () => {
  it('finds its calls below any form of the address', () => {
    for (const url of ['https://rpm.example', 'https://rpm.example/', 'https://rpm.example/rpm/Api2.svc'])
      expect(transport.base({ ...settings, url })).to.equal('https://rpm.example/rpm/api2.svc/');
  });

  it('reads both shapes of an error inside HTTP 200', () => {
    expect(faultOf({ Error: { Message: 'Form not found' } })?.kind).to.equal('notFound');
    expect(faultOf({ Error: 'Valid key required' })?.kind).to.equal('auth');
    expect(faultOf({ Error: null, Forms: [] })).to.equal(undefined);
  });

  for (const [text, kind] of Object.entries({
    'Key not found: 1234': 'auth',
    'Permission denied': 'permission',
    'User lacks permission': 'permission',
    'User not allowed': 'permission',
    'Customer not found': 'notFound',
    'Username not found.': 'notFound',
    'View not found': 'config',
    'A customer with that name already exists': 'conflict',
    'Call requires parameter: "FormID" which was not found': 'contract',
    'Something new': 'contract',
  }))
    it(`takes "${text}" as ${kind}`, () =>
      expect(faultOf({ Error: { Message: text } })?.kind).to.equal(kind));

  it('does not repeat a key that RPM names in its refusal', () => {
    expect(faultOf({ Error: 'Key not found: 1234' })?.message).not.to.include('1234');
  });

  it('waits until midnight UTC after the daily limit', () => {
    const fault = faultOf(
      { Error: { Message: 'API daily limit reached' } },
      { date: 'Tue, 10 Jun 2025 21:30:00 GMT' },
    );
    expect(fault?.kind).to.equal('rateLimited');
    expect(fault?.retryAt?.toISOString()).to.equal('2025-06-11T00:00:00.000Z');
  });

  it('takes "No customers" and "No forms" as empty lists', () => {
    for (const text of ['No customers', 'No forms']) {
      const body = { Result: { Error: { Message: text } } };
      expect(transport.fault?.({ status: 200, headers: {}, body, text: '' }, settings)).to.equal(undefined);
      expect(transport.unwrap?.(body)).to.deep.include({ Customers: [], Forms: [] });
    }
  });

  it('takes an answer without a Result as no RPM, and leaves other statuses to the hub', () => {
    expect(transport.fault?.({ status: 200, headers: {}, body: {}, text: '{}' }, settings)?.kind).to.equal(
      'contract',
    );
    expect(transport.fault?.({ status: 502, headers: {}, body: undefined, text: '' }, settings)).to.equal(
      undefined,
    );
    expect(faultOf({ Error: 'Valid key required' }, { status: 401 })?.kind).to.equal('auth');
  });

  it('makes one UUID of one idempotency key', () => {
    expect(alternateId('command 7')).to.equal(alternateId('command 7'));
    expect(alternateId('command 7')).to.match(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
    expect(alternateId('00000000-0000-4000-8000-000000000001')).to.equal(
      '00000000-0000-4000-8000-000000000001',
    );
  });
});
