import { expect } from 'chai';

import { createOutboundGuard } from '../../../core/connections/outbound-guard.js';
import { Fault } from '../../../core/contract/contract.js';
import { startVendor } from './vendor.js';

describe('where vendor calls may go (S41)', () => {
  const inside: Record<string, string> = {
    '127.0.0.1': '127.0.0.1/32',
    '2130706433': '127.0.0.1/32',
    '0x7f.1': '127.0.0.1/32',
    '017700000001': '127.0.0.1/32',
    '127.0.0.1.': '127.0.0.1/32',
    '①②⑦.0.0.1': '127.0.0.1/32',
    '[::1]': '::1/128',
    '[::]': '::/128',
    '[::127.0.0.1]': '::7f00:1/128',
    '[::ffff:127.0.0.1]': '::ffff:7f00:1/128',
    '[::ffff:8.8.8.8]': '::ffff:808:808/128',
    '[64:ff9b::7f00:1]': '64:ff9b::7f00:1/128',
    '[64:ff9b:1::7f00:1]': '64:ff9b:1::7f00:1/128',
    '[2002:7f00:1::]': '2002:7f00:1::/128',
    '[fd00::1]': 'fd00::1/128',
    '[fe80::1]': 'fe80::1/128',
    '[fec0::1]': 'fec0::1/128',
    '[ff02::1]': 'ff02::1/128',
    '0.0.0.0': '0.0.0.0/32',
    '10.20.30.40': '10.20.30.40/32',
    '100.64.0.1': '100.64.0.1/32',
    '169.254.169.254': '169.254.169.254/32',
    '172.16.0.1': '172.16.0.1/32',
    '192.168.1.1': '192.168.1.1/32',
    '198.18.0.1': '198.18.0.1/32',
    '224.0.0.1': '224.0.0.1/32',
    '240.0.0.1': '240.0.0.1/32',
    '255.255.255.255': '255.255.255.255/32',
  };

  for (const [host, network] of Object.entries(inside))
    it(`refuses ${host} and names the network that would allow it`, () => {
      const url = new URL(`https://${host}/`);
      expect(() => createOutboundGuard().check(url))
        .to.throw(Fault, 'outbound.allow')
        .with.nested.property('details.network', network);
      createOutboundGuard({ allow: [network] }).check(url);
    });

  it('lets public addresses and names through', () => {
    const guard = createOutboundGuard();
    for (const host of ['8.8.8.8', '[2606:4700::1111]', 'crm.example'])
      guard.check(new URL(`https://${host}`));
  });

  for (const address of ['ftp://8.8.8.8/', 'file:///etc/passwd', 'data:,x'])
    it(`refuses ${address}`, () => {
      expect(() => createOutboundGuard().check(new URL(address))).to.throw(Fault, 'http and https only');
    });

  it('refuses a name at the socket, where it resolves to an address inside', async () => {
    const { lookup } = createOutboundGuard().agents.httpsAgent.options;
    for (const all of [true, false]) {
      const error = await new Promise((resolve) => lookup?.('localhost', { all }, resolve));
      expect(error).to.be.instanceOf(Fault).with.property('kind', 'config');
    }
  });

  it('connects only to those addresses of a name that are allowed', async () => {
    const { lookup } = createOutboundGuard({ allow: ['127.0.0.0/8'] }).agents.httpsAgent.options;
    const found = await new Promise((resolve) =>
      lookup?.('localhost', { all: true }, (_, each) => resolve(each)),
    );
    expect(found).to.deep.equal([{ address: '127.0.0.1', family: 4 }]);
  });

  it('keeps checking certificates, whatever the environment says', () => {
    const { agents, freshAgents } = createOutboundGuard();
    for (const { httpsAgent } of [agents, freshAgents])
      expect(httpsAgent.options.rejectUnauthorized).to.equal(true);
  });

  for (const network of ['10.0.0.0/33', '10.0.0/8', 'crm.example', '::1/129', '10.0.0.0/8/8', '10.0.0.0/'])
    it(`does not start with outbound.allow "${network}"`, () => {
      expect(() => createOutboundGuard({ allow: [network] }))
        .to.throw('outbound.allow')
        .with.property('code', 'OUTBOUND_ALLOW_INVALID');
    });

  it('gives its kept sockets back when it closes', async () => {
    const vendor = await startVendor();
    const guard = createOutboundGuard({ allow: ['127.0.0.1'] });
    guard.check(new URL(vendor.url));
    guard.close();
    await vendor.close();
  });
});
