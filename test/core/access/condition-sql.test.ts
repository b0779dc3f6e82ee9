import { expect } from 'chai';
import fc from 'fast-check';

import { conditionSql } from '../../../core/access/condition-sql.js';
import { holds } from '../../../core/access/holds.js';
import { loadRows } from '../../../core/access/load-rows.js';
import { seedSql } from '../../../core/access/seed-sql.js';
import { seedsOf } from '../../../core/access/seeds-of.js';
import { createParameters } from '../../../core/access/sql-parameters.js';
import { query } from '../../../core/database/open-database.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';
import { accessesOf, addConnection, addPerson, emptyWorld, fillWorld } from './access-world.js';
import { conditions, me, modules, seed, worlds } from './random-policy.js';

describe('conditions', () => {
  let database: TestDatabase;
  before(async () => void (database = await openTestDatabase()));
  after(async function () {
    if (this.test?.parent?.tests.every((each) => each.isPassed())) await database.drop();
    else await database.close();
  });

  it('hold in SQL for exactly the rows they hold for in memory, and their negation for all others; a seed holds them all', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        fc.array(conditions, { minLength: 25, maxLength: 25 }),
        async (world, many) => {
          await emptyWorld(database);
          await addConnection(database, 'one', { version: 1, grants: [], limits: [] });
          await fillWorld(database, 'one', world);
          const person = await addPerson(database, { connectionId: 'one', contact: me.contact });
          const [access] = await accessesOf(database, person);
          for (const subject of modules) {
            const ids = (world.records ?? []).filter(({ module }) => module === subject).map(({ id }) => id);
            const rows = await loadRows(
              database.pool,
              subject,
              ids.map((id) => ({ connectionId: 'one', id })),
              { customers: true },
            );
            expect(rows).to.have.length(ids.length);
            for (const condition of many) {
              const parameters = createParameters();
              const scope = { alias: 'r', subject, connectionId: 'one', me: access!.me, parameters };
              const seeds = seedsOf(condition, subject);
              const walks = (seeds ?? []).flatMap((each) => seedSql(each, scope) ?? []);
              const started = walks.map(
                ({ starts, from, where }) =>
                  `select r.external_id from ${starts ? `${starts} cross join lateral (select r.* from ${from} where ${where.join(' and ')}) r` : `${from} where ${where.join(' and ')}`}`,
              );
              const statement = parameters.finish(
                `select external_id as id, coalesce((${conditionSql(condition, scope)}), false) as yes,
                 coalesce((${conditionSql(condition, scope, true)}), false) as no,
                 ${started.length ? `external_id in (${started.join(' union ')})` : 'false'} as seeded
               from record r where connection_id = 'one' and module = ${parameters.add(subject, 'text')}`,
              );
              const found = await query<{ id: string; yes: boolean; no: boolean; seeded: boolean }>(
                database.pool,
                statement.text,
                statement.values,
              );
              for (const row of rows) {
                const sql = found.find(({ id }) => id === row.id)!;
                const yes = holds(condition, row, access!.me);
                expect(
                  { yes: sql.yes, no: sql.no },
                  `${JSON.stringify(condition)} for ${JSON.stringify(row)}`,
                ).to.deep.equal({ yes, no: !yes });
                if (yes && seeds)
                  expect(
                    sql.seeded,
                    `seed of ${JSON.stringify(condition)} for ${JSON.stringify(row)}`,
                  ).to.equal(true);
              }
            }
          }
        },
      ),
      { seed, endOnFailure: true, numRuns: 60 },
    );
  }).timeout(120_000);
});
