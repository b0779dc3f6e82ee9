import { expect } from 'chai';
import fc from 'fast-check';

import { brandSheet } from '../../../core/http/brand-sheet.js';
import { contrast, inkOn } from '../../../core/http/contrast.js';

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, '0')}`);

describe("The sheet of a company's colours", () => {
  it('keeps text readable whatever colour is chosen', () => {
    fc.assert(
      fc.property(colour, (primary) => {
        const [light = '', dark = ''] = brandSheet({ primary }).split('@media');
        const token = (sheet: string, name: string): string =>
          new RegExp(`--pico-${name}:(#[0-9a-f]{6})`).exec(sheet)?.[1] ?? '';
        for (const ground of ['#ffffff', '#f4f6fa'])
          expect(contrast(token(light, 'primary'), ground)).to.be.at.least(4.5);
        for (const ground of ['#1a2130', '#10141d'])
          expect(contrast(token(dark, 'primary'), ground)).to.be.at.least(4.5);
        for (const sheet of [light, dark])
          for (const background of ['primary-background', 'primary-hover-background'])
            expect(contrast(token(sheet, 'primary-inverse'), token(sheet, background))).to.be.at.least(4.5);
      }),
    );
  });

  it('lets nothing but colours in', () => {
    const standard = brandSheet();
    for (const primary of ['red', '#fff', '#12345g', '#123456}body{display:none'])
      expect(brandSheet({ primary })).to.equal(standard);
  });

  it('writes on a colour with what reads better', () => {
    expect(inkOn('#ffd400')).to.equal('#000000');
    expect(inkOn('#2453c8')).to.equal('#ffffff');
  });
});
