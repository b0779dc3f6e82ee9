import { expect } from 'chai';

import { codec, Fault, headers } from '../../../core/contract/contract.js';
import { callerOf, faultOf, startVendor as start } from './vendor.js';

describe('the language of a vendor', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((each) => each.close())));

  const startVendor: typeof start = async (serve) => {
    const vendor = await start(serve);
    running.push(vendor);
    return vendor;
  };
  const xml = { send: 'xml', receive: 'xml' } as const;

  it('may be XML: elements, attributes, entities of the language, lists, and a declaration without version', async () => {
    const vendor = await startVendor(() => ({
      headers: { 'content-type': 'application/xml' },
      body:
        '<?xml encoding="UTF-8"?><response statusCode="1"><name>Caf&#233; &amp; Søn</name><none/>' +
        '<phone>1</phone><phone>TRUE</phone><raw><![CDATA[a < b]]></raw></response>',
    }));
    const { http } = callerOf(vendor.url, { transport: xml });
    const answer = await http.post('list', { request: { text: 'a < b & c', item: [{ id: 1 }, { id: 2 }] } });
    expect(vendor.log[0]?.headers['content-type']).to.equal('application/xml');
    expect(vendor.log[0]?.body).to.equal(
      '<request><text>a &lt; b &amp; c</text><item><id>1</id></item><item><id>2</id></item></request>',
    );
    expect(answer).to.deep.include({
      response: { '@statusCode': '1', name: 'Café & Søn', none: '', phone: ['1', 'TRUE'], raw: 'a < b' },
    });
  });

  it('S43: XML that declares entities, or nests without end, is not read', async () => {
    for (const body of [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      `${'<a>'.repeat(150)}${'</a>'.repeat(150)}`,
    ]) {
      const vendor = await startVendor(() => ({ headers: { 'content-type': 'text/xml' }, body }));
      const fault = await faultOf(callerOf(vendor.url, { transport: xml }).http.get('x'));
      expect([fault.kind, fault.details['unread']]).to.deep.equal(['contract', true]);
    }
  });

  it('XML that is cut short, or is a web page, is a fault that passes', async () => {
    for (const [body, words] of [
      ['<response><a>1</a>', "The vendor's XML ends in the middle"],
      ['<html><body><p>Down<br>again</body></html>', 'instead of XML: "Down again"'],
      ['<!doctype html><html><p>Down</html>', 'instead of XML: "Down"'],
      ['<html><body><p>Well formed</p></body></html>', 'instead of XML: "Well formed"'],
    ] as const) {
      const vendor = await startVendor(() => ({ body }));
      const fault = await faultOf(callerOf(vendor.url, { transport: xml }).http.get('x'));
      expect([fault.kind, fault.message]).to.satisfy(
        ([kind, message]: string[]) => kind === 'transient' && message?.includes(words),
      );
    }
  });

  it('has headers for every call, and a content type for bodies only', async () => {
    const vendor = await startVendor();
    const own = { accept: 'application/vnd.api+json', 'content-type': 'application/vnd.api+json' };
    const { http } = callerOf(vendor.url, { transport: { headers: own } });
    await http.get('x');
    await http.patch('x', { a: 1 });
    expect(vendor.log.map((each) => [each.headers.accept, each.headers['content-type']])).to.deep.equal([
      [own.accept, undefined],
      [own.accept, own['content-type']],
    ]);
  });

  it('files go out as multipart, whatever the dialect', async () => {
    const vendor = await startVendor();
    const form = new FormData();
    form.set('attributes[file_access_type]', 'Internal');
    form.set('file', new Blob(['a,b\n'], { type: 'text/csv' }), 'prices.csv');
    await callerOf(vendor.url, { transport: { headers: { 'content-type': 'x/y' } } }).http.post(
      'files',
      form,
    );
    expect(vendor.log[0]?.headers['content-type']).to.match(/^multipart\/form-data; boundary=/);
    expect(vendor.log[0]?.body)
      .to.contain('name="attributes[file_access_type]"\r\n\r\nInternal\r\n')
      .and.to.contain('filename="prices.csv"\r\nContent-Type: text/csv\r\n\r\na,b\n');
  });

  it('a file comes as its bytes; a failure that comes in its place is still one', async () => {
    const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 255]);
    const vendor = await startVendor(({ url }) =>
      url.pathname === '/file'
        ? { headers: { 'content-type': 'application/pdf' }, body: bytes }
        : { json: { error: 'Unauthorized' } },
    );
    const refused = codec.object({ error: codec.text });
    const { http } = callerOf(vendor.url, {
      transport: {
        fault: ({ body }) => {
          const error = body === undefined ? undefined : refused.decode(body, '')?.error;
          return error === undefined ? undefined : new Fault('auth', error);
        },
      },
    });
    const file = await http.download('file', { id: 7 });
    expect([Buffer.compare(Buffer.from(file.content), bytes), file.contentType]).to.deep.equal([
      0,
      'application/pdf',
    ]);
    expect((await faultOf(http.download('other'))).kind).to.equal('auth');
  });

  it('a link to a file on the same host is signed in to, one elsewhere is called without the sign-in', async () => {
    const [vendor, other] = [await startVendor(), await startVendor()];
    const { http } = callerOf(`${vendor.url}/api/`);
    await http.download(`${vendor.url}/files/1`);
    await http.download(`${other.url}/files/1`);
    expect(vendor.log[0]?.headers).to.have.property('x-key');
    expect(other.log[0]?.headers).not.to.have.property('x-key');
  });

  it('S41: a whole address passes the same guard', async () => {
    const vendor = await startVendor();
    const { http } = callerOf(vendor.url, {
      allow: ['127.0.0.1/32'],
      transport: { auth: headers(() => ({})) },
    });
    const fault = await faultOf(http.download('http://10.1.2.3/file'));
    expect(fault.kind).to.equal('config');
  });
});
