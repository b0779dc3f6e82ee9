import { expect } from 'chai';

import { listTests, type ListedTest } from './list-tests.js';
import { matchRules, numbersOf } from './match-rules.js';
import { readRules } from './read-rules.js';

describe('rules of the vendors', () => {
  const rules = readRules();
  let tests: ListedTest[];
  before(async () => void (tests = await listTests()));

  it('reads numbers from the beginning of a title alone', () => {
    expect(numbersOf('O-12, O-13: either')).to.deep.equal(['O-12', 'O-13']);
    expect(numbersOf('O-08 to O-11: all of it')).to.deep.equal(['O-08', 'O-09', 'O-10', 'O-11']);
    expect(numbersOf('C-24b, S40: none')).to.deep.equal(['C-24b']);
    for (const title of ['it shows O-12: no', 'O-12 without a colon', 'one: O-12'])
      expect(numbersOf(title)).to.deep.equal([]);
  });

  it('are numbered once each, in few words, with a kind', () => {
    for (const [vendor, list] of rules) {
      const numbers = list.map(({ number }) => number);
      expect(new Set(numbers).size, vendor).to.equal(numbers.length);
      for (const { number, kind, says } of list) {
        expect(number).to.match(/^[A-Z]+-\d+[a-z]?$/);
        expect(['data', 'access', 'action', 'sign-in', 'page'], number).to.include(kind);
        expect(says, number).to.match(/^.{5,160}$/);
      }
    }
  });

  it('that show in data, access or actions are proven by a test, or say why not', () => {
    for (const [vendor, list] of rules)
      for (const { number, state, unproven } of matchRules(list, tests)) {
        const name = `${vendor} ${number}`;
        if (state === 'unproven') expect(unproven, `${name} has no test and no reason`).to.be.a('string');
        else expect(unproven, `${name} is proven, and says it is not`).to.equal(undefined);
      }
  });
});
