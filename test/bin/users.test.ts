import { expect } from 'chai';

import { openCli, type Cli } from './cli.js';

const password = 'seven lamps by phone';

describe('portico users', () => {
  let cli: Cli;
  beforeEach(async () => {
    cli = await openCli({ baseUrl: 'https://portal.example' });
    const { pool } = cli.database;
    await pool.query(
      "insert into connection (id, plugin, title, origin) values ('a', 'rpm', 'A', 'database')",
    );
    await pool.query(
      `insert into contact (connection_id, external_id, id, kind, first_name, last_name, email, details, hash,
                            stream, item_id)
       values ('a', '7', gen_random_uuid(), 'contact', 'Ada', 'Lovelace', 'ada@example.com', '{}', '\\x00', 's', '7'),
              ('a', '8', gen_random_uuid(), 'contact', 'Eve', 'Adams', 'ada@example.com', '{}', '\\x00', 's', '8'),
              ('a', '9', gen_random_uuid(), 'contact', 'Bob', 'Brown', 'bob@example.com', '{}', '\\x00', 's', '9')`,
    );
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') await cli.close();
  });

  it('invites by vendor id or e-mail, and shows the link where there is no mail', async () => {
    const { code, stdout } = await cli.call(['users', 'invite', 'a:7']);
    expect(code).to.equal(0);
    expect(stdout).to.contain('Ada Lovelace (a:7) is invited as ada@example.com');
    expect(stdout).to.match(/https:\/\/portal\.example\/accept\/[\w-]{43}\n/);
    const { json } = await cli.call(['users', 'invite', 'a:BOB@example.com', '--json']);
    expect(json).to.include({ connection: 'a', contact: '9', address: 'bob@example.com', mailed: false });
    expect((await cli.call(['users', 'invite', 'a:ada@example.com'])).stderr).to.contain('a:7, a:8');
    const { json: listed } = await cli.call(['users', 'list', 'a', '--json']);
    expect(
      listed.users.map((each: { contact: string; state: string }) => [each.contact, each.state]),
    ).to.deep.equal([
      ['7', 'invited'],
      ['9', 'invited'],
    ]);
  });

  it('with a mail server it queues the mail and shows no link', async () => {
    await cli.configure({ baseUrl: 'https://portal.example', mail: { url: 'smtp://127.0.0.1:9' } });
    const { stdout } = await cli.call(['users', 'invite', 'a:7']);
    expect(stdout).to.contain('on its way by mail').and.not.to.contain('/accept/');
    const { rows } = await cli.database.pool.query('select recipient, state from mail');
    expect(rows).to.deep.equal([{ recipient: 'ada@example.com', state: 'waiting' }]);
  });

  it('O-09: refuses the second contact with the same address, and shows the issue', async () => {
    await cli.call(['users', 'invite', 'a:7']);
    const { code, stderr } = await cli.call(['users', 'invite', 'a:8']);
    expect(code).to.equal(1);
    expect(stderr).to.contain('contact a:7 already does');
    expect((await cli.call(['issues', 'a'])).stdout).to.contain('EMAIL_TAKEN');
  });

  it('RPM-10: sets a manual password from standard input, which nothing shows', async () => {
    const { code, stdout } = await cli.run(['users', 'invite', 'a:7', '--password-stdin'], {
      input: `${password}\n`,
    });
    expect([code, stdout]).to.deep.equal([
      0,
      'Ada Lovelace can sign in as ada@example.com with this password, and must choose another at once.\n',
    ]);
    const refused = await cli.run(['users', 'invite', 'a:9', '--password-stdin'], { input: 'password1\n' });
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.contain('tried first');
    expect(cli.output()).not.to.contain(password);
  });

  it('switches an access off and on again', async () => {
    expect((await cli.call(['users', 'disable', 'a:7'])).stderr).to.contain('has no access here');
    await cli.call(['users', 'invite', 'a:7']);
    expect((await cli.call(['users', 'disable', 'a:7'])).stdout).to.contain('is suspended');
    expect((await cli.call(['users', 'invite', 'a:7'])).stderr).to.contain('users enable a:7');
    expect((await cli.call(['users', 'enable', 'a:7'])).stdout).to.contain('was never accepted');
    expect((await cli.call(['users', 'invite', 'a:7'])).code).to.equal(0);
  });
});
