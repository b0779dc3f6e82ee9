import { expect } from 'chai';

import { openSession } from '../../../core/connections/open-session.js';
import { createRedactor } from '../../../core/connections/redact.js';
import type { VendorHttp } from '../../../core/contract/contract.js';
import { schema } from './vendor.js';

describe('what a plugin holds while it talks to its vendor', () => {
  const lines: unknown[] = [];
  const open = () => {
    const settings = { base: 'https://crm.example', key: 'hunter22', deep: { list: [1] } };
    return openSession({
      connectionId: 'acme',
      http: {} as VendorHttp,
      settings,
      facts: { zone: 'UTC', modules: {}, vendor: {} },
      log: {
        info: (...line) => void lines.push(['info', ...line]),
        warn: (...line) => void lines.push(['warn', ...line]),
      },
      redact: createRedactor({ schema, settings }),
      clock: { now: () => new Date('2026-11-21T12:00:00Z') },
    });
  };

  it('are settings that it cannot change, and our time', () => {
    const { settings, now } = open();
    expect(() => Object.assign(settings, { key: 'x' })).to.throw(TypeError);
    expect(() => settings.deep.list.push(2)).to.throw(TypeError);
    expect(now().toISOString()).to.equal('2026-11-21T12:00:00.000Z');
  });

  it('are lines under the name of the connection, without its secrets', () => {
    const { log } = open();
    log.info('signed in with hunter22', { key: ['hunter22'] });
    log.warn('odd');
    expect(lines).to.deep.equal([
      ['info', 'signed in with [secret]', { key: ['[secret]'], connection: 'acme' }],
      ['warn', 'odd', { connection: 'acme' }],
    ]);
  });

  it('is a memory of one run: read once by many, and again after a failure', async () => {
    const { once } = open();
    let reads = 0;
    const read = async () => {
      reads += 1;
      if (reads === 1) throw new Error('not yet');
      return { reads };
    };
    const first = await Promise.allSettled([once('a', read), once('a', read)]);
    expect(first.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(await Promise.all([once('a', read), once('a', read)])).to.deep.equal([{ reads: 2 }, { reads: 2 }]);
    expect(await once('b', read)).to.deep.equal({ reads: 3 });
    expect(await open().once('a', read)).to.deep.equal({ reads: 4 });
  });
});
