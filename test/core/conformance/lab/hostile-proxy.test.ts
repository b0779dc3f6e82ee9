import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';

import {
  startHostileProxy,
  type HostileProxy,
  type Play,
} from '../../../../core/conformance/lab/hostile-proxy.js';

describe('The hostile proxy', () => {
  const heard: string[] = [];
  const vendor = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${body}`.trim());
      response.writeHead(200, { 'content-type': 'application/json', 'x-host': request.headers.host ?? '' });
      const own = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/file`;
      response.end(request.url === '/file' ? Buffer.from(`\xff${own}`, 'latin1') : '{"rows":[1,2,3]}');
    });
  });
  let proxy: HostileProxy;
  before(async () => {
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    proxy = await startHostileProxy(`http://127.0.0.1:${(vendor.address() as AddressInfo).port}`);
  });
  beforeEach(() => {
    proxy.calm();
    heard.length = 0;
  });
  after(async () => {
    await proxy.close();
    vendor.close();
    vendor.closeAllConnections();
  });

  const call = async (path = '/rows', patience = 10_000): Promise<string> => {
    try {
      const answer = await fetch(proxy.url + path, { signal: AbortSignal.timeout(patience) });
      return `${answer.status} ${await answer.text()}`;
    } catch (error) {
      const { cause, name } = error as Error & { cause?: { code?: string } };
      return cause?.code ?? name;
    }
  };

  it('passes a call on as it came, and its answer back', async () => {
    const answer = await fetch(`${proxy.url}/rows?size=2`, { method: 'POST', body: '{"a":1}' });
    expect(await answer.json()).to.deep.equal({ rows: [1, 2, 3] });
    expect(heard).to.deep.equal(['POST /rows?size=2 {"a":1}']);
    // An address that the vendor makes of its host leads through the proxy again.
    expect(`http://${answer.headers.get('x-host')}`).to.equal(proxy.url);
    expect(proxy.calls.map(({ method, path, body }) => [method, path, body])).to.deep.equal([
      ['POST', '/rows?size=2', '{"a":1}'],
    ]);
  });

  it('takes the place of the vendor in every address that the vendor gives of itself', async () => {
    const bytes = Buffer.from(await (await fetch(`${proxy.url}/file`)).arrayBuffer());
    expect(bytes.toString('latin1')).to.equal(`\xff${proxy.url}/file`);
  });

  const plays: [what: string, play: Play, answer: string, vendorHears: boolean][] = [
    ['an answer of its own', { answer: { status: 502, body: 'no' } }, '502 no', false],
    ['an answer made of the call', { answer: ({ path }) => ({ body: path }) }, '200 /rows', false],
    ['a reset', { instead: 'reset' }, 'ECONNRESET', false],
    ['silence', { instead: 'silence' }, 'TimeoutError', false],
    ['an answer that is lost', { after: 'lost' }, 'ECONNRESET', true],
    ['an answer that ends in the middle', { after: 'cut' }, '200 {"rows":', true],
    ['an answer that is changed', { alter: (text) => text.replace('1,', '') }, '200 {"rows":[2,3]}', true],
  ];
  for (const [what, play, answer, vendorHears] of plays)
    it(`plays ${what}; the vendor ${vendorHears ? 'has done its work' : 'hears nothing'}`, async () => {
      proxy.play({ play });
      expect(await call('/rows', answer === 'TimeoutError' ? 300 : undefined)).to.equal(answer);
      expect(heard).to.have.length(vendorHears ? 1 : 0);
    });

  it('plays on the calls that are meant, as often as is said, and on none when it is calm', async () => {
    proxy.play({
      when: ({ path }) => path === '/rows',
      skip: 1,
      times: 1,
      play: { answer: { status: 500 } },
    });
    const statuses: string[] = [];
    for (const path of ['/other', '/rows', '/rows', '/rows']) statuses.push((await call(path)).slice(0, 3));
    expect(statuses).to.deep.equal(['200', '200', '500', '200']);
    proxy.play({ play: { answer: { status: 500 } } });
    proxy.calm();
    expect(proxy.calls).to.deep.equal([]);
    expect(await call()).to.equal('200 {"rows":[1,2,3]}');
  });

  it('counts how many calls are under way at once', async () => {
    proxy.delay = 400;
    await Promise.all([call(), call(), call()]);
    expect(proxy.peak).to.equal(3);
  });
});
