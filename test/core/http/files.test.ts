import { expect } from 'chai';

import { openPortalWorld, type PortalWorld } from './portal-world.js';

describe('Files of records', () => {
  let world: PortalWorld;
  let me: string;
  let other: string;
  let file: { id: string; name: string };

  before(async () => {
    world = await openPortalWorld();
    me = await world.invite({ email: 'ada@northwind.example', firstName: 'Ada', lastName: 'Moreau' });
    other = await world.invite({
      email: 'yuki.tanaka@lantern.example',
      firstName: 'Yuki',
      lastName: 'Tanaka',
    });
    const [form] = await world.hub.rows(
      `select f.id, f.name from file f
       join participant p on p.module = f.module and p.record_id = f.record_id and p.connection_id = f.connection_id
       join login l on l.connection_id = p.connection_id and l.external_id = p.target and p.target_kind = 'login'
       join access a on a.connection_id = l.connection_id and a.contact_id = l.contact_id and a.person_id = $1
       where f.visibility = 'public' limit 1`,
      [me],
    );
    file = form as typeof file;
  });
  after(async function () {
    await world.close({ keep: this.test?.parent?.tests.some((each) => each.isFailed()) ?? false });
  });

  const get = (id: string, person: string | undefined = me): Promise<Response> =>
    fetch(`${world.url}/api/v1/files/${id}`, { headers: { ...(person && { 'x-test-person': person }) } });

  it('S36: come from the vendor as an attachment that no browser runs, under their own name', async () => {
    const answer = await get(file.id);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.contain('application/octet-stream');
    expect(answer.headers.get('content-disposition')).to.contain('attachment; filename=');
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
    expect((await answer.arrayBuffer()).byteLength).to.be.greaterThan(0);
  });

  it("S17, S37: are judged anew: unknown, internal and another person's are the same 404", async () => {
    const none = await get('01890000-0000-7000-8000-000000000000');
    const said = await none.text();
    expect(none.status).to.equal(404);
    const foreign = await get(file.id, other);
    expect([foreign.status, await foreign.text()]).to.deep.equal([404, said]);
    await world.hub.rows("update file set visibility = 'internal' where id = $1", [file.id]);
    const internal = await get(file.id);
    expect([internal.status, await internal.text()]).to.deep.equal([404, said]);
    await world.hub.rows("update file set visibility = 'public' where id = $1", [file.id]);
    expect((await get(file.id)).status).to.equal(200);
    expect((await get('no-id')).status).to.equal(404);
    expect((await get(file.id, '')).status).to.equal(401);
  });

  it('are linked from the page of their record, for whom they are', async () => {
    const [record] = await world.hub.rows(
      `select r.id from record r join file f using (connection_id, module) where r.external_id = f.record_id and f.id = $1`,
      [file.id],
    );
    const page = await fetch(`${world.url}/records/form/${String(record?.['id'])}`, {
      headers: { accept: 'text/html', 'x-test-person': me },
    });
    expect(await page.text()).to.contain(`href="/api/v1/files/${file.id}"`);
  });

  it('a vendor that does not answer is a sentence, not a stack', async () => {
    world.rpm.fail({ operation: 'ProcFormFile', status: 500, body: 'boom', times: 10 });
    const answer = await get(file.id);
    world.rpm.recover();
    expect(answer.status).to.equal(502);
    expect(await answer.text())
      .to.contain('Try again later')
      .and.not.to.contain('boom');
  });
});
