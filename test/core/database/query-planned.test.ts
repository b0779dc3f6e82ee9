import { expect } from 'chai';

import type { PoolClient } from '../../../core/database/open-database.js';
import { queryPlanned } from '../../../core/database/query-planned.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';

describe('statements that come again and again', () => {
  let database: TestDatabase;
  let client: PoolClient;
  before(async () => {
    database = await openTestDatabase();
    client = await database.pool.connect();
  });
  after(async () => {
    client.release();
    await database.drop();
  });

  const kept = async () =>
    (await client.query<{ n: number }>('select count(*) as n from pg_prepared_statements')).rows[0]?.n;

  it('are planned once per connection, and answer for the values of each time', async () => {
    for (const value of [1, 2, 3])
      expect(await queryPlanned(client, 'select $1::int as value', [value])).to.deep.equal([{ value }]);
    expect(await kept()).to.equal(1);
  });

  it('fill a connection no further than 40 plans: others are answered without being kept', async () => {
    for (let value = 0; value < 100; value++)
      expect(await queryPlanned(client, `select $1::int + ${value} as value`, [1])).to.deep.equal([
        { value: value + 1 },
      ]);
    expect(await kept()).to.equal(40);
  });

  it('stay well when one is wrong', async () => {
    const wrong = queryPlanned(client, 'select nothing', []).catch((error: Error) => error.message);
    expect(await wrong).to.include('nothing');
    expect(await queryPlanned(client, 'select $1::int as value', [7])).to.deep.equal([{ value: 7 }]);
  });
});
