import { expect } from 'chai';

import type { AnyPlugin, Facts } from '../../../core/contract/contract.js';
import { checkStreams } from '../../../core/sync/check-streams.js';

const facts: Facts = { zone: 'UTC', modules: {}, vendor: null };

/** What a plugin in plain JavaScript declares: anything. */
function check(streams: unknown): Record<string, unknown> {
  return checkStreams({ id: 'acme', streams: () => streams } as unknown as AnyPlugin, facts, {});
}

const page = () => Promise.resolve({ items: [] });
const list = () => Promise.resolve({ refs: [] });
const read = () => Promise.resolve([]);
const good = { id: () => '1', map: () => [], page, full: '1d', deletes: 'sweep', enumerates: 'all' };

describe('The check of streams', () => {
  it('passes what is declared as the contract says, with its name', () => {
    const streams = {
      pages: good,
      'form.12': { ...good, page: undefined, list, read, batch: 20 },
      both_ways: { ...good, list, listEvery: '1h', read, batch: 1 },
      'since-filter': { ...good, full: undefined, changedAt: () => new Date(), order: 'none', lag: '5m' },
      partial: { ...good, deletes: 'reported', enumerates: 'some' },
    };
    expect(check(streams)).to.equal(streams);
    expect(check({})).to.deep.equal({});
  });

  const cases: [what: string, stream: unknown, said: string][] = [
    ['no id', { ...good, id: undefined }, 'id and map are missing. Declare both as functions.'],
    ['no map', { ...good, map: [] }, 'id and map are missing. Declare both as functions.'],
    [
      'no way to read',
      { ...good, page: undefined },
      'there is no way to read it. Declare page, or list with read.',
    ],
    [
      'a list without read',
      { ...good, page: undefined, list },
      'a list of ids without read brings no content.',
    ],
    ['read without batch', { ...good, read }, 'read without batch. Say how many ids it takes at once.'],
    ['a batch of none', { ...good, read, batch: 0 }, 'read without batch.'],
    ['list beside page without listEvery', { ...good, list }, 'list without listEvery. Say how often'],
    [
      'no delete policy',
      { ...good, deletes: undefined },
      'deletes is missing. Say sweep, reported or never.',
    ],
    ['a delete policy that is none', { ...good, deletes: 'always' }, 'deletes is missing.'],
    [
      'no word on what is shown',
      { ...good, enumerates: undefined },
      'enumerates is missing. Say all or some.',
    ],
    [
      'a sweep over a partial listing',
      { ...good, enumerates: 'some' },
      'would delete what the listing leaves out',
    ],
    ['neither changedAt nor full', { ...good, full: undefined }, "Say how often: full: '1d'."],
    [
      'changedAt without order',
      { ...good, changedAt: () => new Date() },
      'order is missing. Say ascending or none.',
    ],
    ['a full that is no duration', { ...good, full: '1x' }, '"1x" is not a duration.'],
    ['a listEvery that is no duration', { ...good, list, listEvery: 'daily' }, '"daily" is not a duration.'],
    [
      'a lag that is no duration',
      { ...good, changedAt: () => new Date(), order: 'none', lag: '2' },
      '"2" is not a duration.',
    ],
    ['a stream that is none', null, 'it is no stream. Declare it by stream({ … }).'],
  ];
  for (const [what, stream, said] of cases)
    it(`refuses ${what}, naming plugin, stream and remedy`, () => {
      expect(() => check({ tickets: stream }))
        .to.throw(`Plugin acme, stream tickets: `)
        .with.property('message')
        .that.includes(said);
      expect(() => check({ tickets: stream }))
        .to.throw()
        .with.property('code', 'FAULT_BUG');
    });

  it('refuses a name that cannot stand in keys and pages', () => {
    for (const name of ['', ' ', 'a b', '.a', 'a/b', 'ä', '__proto__ '])
      expect(() => check({ [name]: good })).to.throw('Rename it.');
  });

  it('refuses a plugin whose streams are no object', () => {
    for (const streams of [undefined, null, 'tickets'])
      expect(() => check(streams)).to.throw('Plugin acme: streams must answer an object of streams by name.');
  });
});
