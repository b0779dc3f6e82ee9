import { expect } from 'chai';
import passport from 'passport';

import { createPassport } from '../../../core/http/create-passport.js';
import { openLab, type Lab } from '../identity/identity-lab.js';

describe('The passport of an app', () => {
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab.database.drop());

  const strategiesOf = (of: object): string[] => Object.keys(Reflect.get(of, '_strategies') as object).sort();

  it('is its own: what one app takes, neither another one nor the whole process does', () => {
    const one = createPassport(lab.identity);
    const other = createPassport(lab.identity);
    other.unuse('local');
    expect(strategiesOf(one)).to.deep.equal(['local', 'session']);
    expect(strategiesOf(other)).to.deep.equal(['session']);
    expect(strategiesOf(passport)).to.deep.equal(['session']);
  });
});
