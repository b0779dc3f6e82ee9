import { gzipSync } from 'node:zlib';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { expect } from 'chai';

import { Fault, headers } from '../../../core/contract/contract.js';
import { callerOf, faultOf, marker, startVendor as start } from './vendor.js';

describe('one call', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((each) => each.close())));

  const startVendor: typeof start = async (serve) => {
    const vendor = await start(serve);
    running.push(vendor);
    return vendor;
  };

  describe('a hostile answer (S43)', () => {
    it('is refused when it is huge', async () => {
      const vendor = await startVendor(() => ({ json: 'x'.repeat(3_000_000) }));
      const fault = await faultOf(callerOf(vendor.url, { maxBytes: 2 ** 20 }).http.get('x'));
      expect(fault.kind).to.equal('contract');
      expect(fault.message).to.contain('larger than 1 MB');
    });

    it('is refused when it grows huge by being unpacked, without being unpacked whole', async () => {
      const bomb = gzipSync(Buffer.alloc(300_000_000));
      const server = createServer((_request, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
      ).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      running.push({
        async close() {
          server.closeAllConnections();
          server.close();
        },
      });
      const before = process.memoryUsage().rss;
      const fault = await faultOf(callerOf(`http://127.0.0.1:${port}`).http.get('x'));
      expect(fault.message).to.contain('larger than 64 MB');
      expect(process.memoryUsage().rss - before).to.be.below(250_000_000);
    });

    it('is refused when it is nested too deep, before it becomes a value', async () => {
      const vendor = await startVendor(() => ({ body: '[{"a":'.repeat(500_000) }));
      const fault = await faultOf(callerOf(vendor.url).http.get('x'));
      expect(fault.kind).to.equal('contract');
      expect(fault.message).to.contain('deeper than 100 levels');
    });
  });

  describe('a call and the outside (S41)', () => {
    it('does not follow a redirect, and names its host', async () => {
      const inside = await startVendor();
      const vendor = await startVendor(() => ({
        status: 302,
        headers: { location: `http://localhost:${inside.port}/meta?token=abc` },
        body: '',
      }));
      const fault = await faultOf(callerOf(vendor.url).http.get('x'));
      expect(fault.kind).to.equal('config');
      expect(fault.message).to.contain(`http://localhost:${inside.port} (302)`).and.not.contain('token');
      expect(inside.log).to.have.lengthOf(0);
    });

    it('is not led around the guard by HTTP_PROXY', async () => {
      const proxy = await startVendor();
      const vendor = await startVendor();
      const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
      const old = names.map((name) => process.env[name]);
      for (const name of names) process.env[name] = name.startsWith('NODE') ? '1' : proxy.url;
      try {
        await callerOf(vendor.url).http.get('x');
        const fault = await faultOf(callerOf('http://10.1.2.3/').http.get('x'));
        expect(fault.kind).to.equal('config');
      } finally {
        names.forEach((name, index) => {
          if (old[index] === undefined) delete process.env[name];
          else process.env[name] = old[index];
        });
      }
      expect(proxy.log).to.have.lengthOf(0);
      expect(vendor.log).to.have.lengthOf(1);
    });

    it('is a fault to correct, not to wait for, when the guard refuses', async () => {
      const { http, lines } = callerOf('http://localhost:9/', { allow: [], mode: 'write' });
      const fault = await faultOf(http.post('x'));
      expect(fault.kind).to.equal('config');
      expect(fault.message)
        .to.match(/outbound\.allow/)
        .and.match(/"(127\.0\.0\.1\/32|::1\/128)"/);
      expect(fault.details).not.to.have.property('unknownOutcome');
      expect(lines).to.have.lengthOf(0);
    });
  });

  describe('the secrets of a connection (S40)', () => {
    const echo = `you sent ${marker}, ${encodeURIComponent(marker)} and ${JSON.stringify(marker)}`;

    /** Everything that a log or a crash could print of an error. */
    function shownOf(fault: Fault, lines: unknown[]): string {
      const causes: unknown[] = [];
      for (let each: unknown = fault; each instanceof Error; each = each.cause)
        causes.push(each.message, each.stack);
      return [
        inspect(fault, { depth: 20, showHidden: true }),
        JSON.stringify(fault),
        fault.stack,
        ...causes.map(String),
        inspect(lines, { depth: 20 }),
      ].join('\n');
    }

    const forms = [marker, encodeURIComponent(marker), JSON.stringify(marker).slice(1, -1)];
    const expectClean = (shown: string): void => {
      for (const form of [...forms, Buffer.from(marker).toString('hex')]) expect(shown).not.to.contain(form);
      expect(shown).not.to.contain('M4rker');
    };

    it('are in no error and no log line, though the vendor echoes them', async () => {
      const vendor = await startVendor(() => ({ status: 500, body: echo }));
      const { http, lines } = callerOf(vendor.url);
      const fault = await faultOf(
        http.post(`x/${encodeURIComponent(marker)}`, { key: marker }, { key: marker }),
      );
      expect(lines).to.have.lengthOf(2);
      expect(fault.message).to.contain('[secret]');
      expectClean(shownOf(fault, lines));
    });

    it('are not in what is left of an error of the plugin, however deep', async () => {
      const vendor = await startVendor();
      const { http, lines } = callerOf(vendor.url, {
        transport: {
          fault: () =>
            new Fault('contract', echo, {
              details: { request: { headers: [marker], [marker]: 1 } },
              cause: new Error(echo, { cause: Object.assign(new TypeError(echo), { config: { marker } }) }),
            }),
        },
      });
      expectClean(shownOf(await faultOf(http.get('x')), lines));
    });

    it('are not in what the socket, the header check or the plugin throws', async () => {
      const vendor = await startVendor();
      vendor.fail({ drop: true, times: 3 });
      const dropped = callerOf(vendor.url);
      expectClean(shownOf(await faultOf(dropped.http.post('x', { marker })), dropped.lines));

      const broken = callerOf(vendor.url, {
        transport: { auth: headers(({ key }) => ({ 'x-key': `${key}\n` })) },
      });
      const fault = await faultOf(broken.http.get('x'));
      expect(fault.kind).to.equal('config');
      expectClean(shownOf(fault, broken.lines));

      const thrown = callerOf(vendor.url, {
        transport: {
          auth: headers(({ key }) => {
            throw new Error(`no header from ${key}`);
          }),
        },
      });
      const bug = await faultOf(thrown.http.get('x'));
      expect(bug.kind).to.equal('bug');
      expectClean(shownOf(bug, thrown.lines));
    });

    it('stay out where Basic sign-in hides them in base64', async () => {
      const basic = `Basic ${Buffer.from(`me:${marker}`).toString('base64')}`;
      const vendor = await startVendor(({ headers: sent }) => ({
        status: 400,
        body: String(sent.authorization),
      }));
      const { http } = callerOf(vendor.url, {
        transport: { auth: headers(() => ({ authorization: basic })) },
      });
      const fault = await faultOf(http.get('x'));
      expect(fault.message).to.contain('[secret]');
      expect(inspect(fault)).not.to.contain(basic.slice(6));
    });
  });
});
