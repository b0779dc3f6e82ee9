import { expect } from 'chai';

import { nextTarget, signInPath } from '../../../core/http/next-target.js';

const id = '01938c3e-0000-7000-8000-0123456789ab';

describe('Where a sign-in leads to', () => {
  it("S29: is a page of the portal's own, or home", () => {
    for (const page of [
      '/',
      '/me',
      '/customers',
      `/customers/${id}`,
      '/records/ticket',
      `/records/form/${id}`,
    ])
      expect(nextTarget(page)).to.equal(page);
    expect(nextTarget('/records/ticket?q=a%20b&status=Open')).to.equal('/records/ticket?q=a%20b&status=Open');
    for (const asked of [
      undefined,
      '',
      'https://evil.example/',
      '//evil.example',
      '/\\\\evil.example',
      '/records/../admin',
      '/sign-out',
      'javascript:alert(1)',
      '/me\r\nset-cookie: a=b',
      `/me?${'x'.repeat(3000)}`,
    ])
      expect(nextTarget(asked), asked).to.equal('/');
    expect(nextTarget('/me?a=<b>\r\n"')).to.equal('/me?a=b');
  });

  it('is told to the sign-in page, unless it is home', () => {
    expect(signInPath('/me')).to.equal('/sign-in?next=%2Fme');
    expect(signInPath('/')).to.equal('/sign-in');
  });
});
