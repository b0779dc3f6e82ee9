import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import * as fc from 'fast-check';

import { createSecretBox, makeSecretKey, readSecretKey } from '../../../core/connections/secrets.js';

const key = (id: string) => ({ id, key: randomBytes(32) });
const open = (box: ReturnType<typeof createSecretBox>, sealed: string, place: string) => () =>
  box.open(sealed, place);

describe('a sealed secret (S39)', () => {
  const box = createSecretBox([key('k1')]);

  it('opens at its place to what it was, and looks different each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (secret, place) => {
        const sealed = box.seal(secret, place);
        expect(sealed).to.match(/^v1\.k1\.[\w-]{16}\.[\w-]{22}\.[\w-]*$/);
        expect(box.open(sealed, place)).to.equal(secret);
        expect(box.seal(secret, place)).not.to.equal(sealed);
      }),
    );
  });

  it('does not open at another place', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (secret, place, other) => {
        fc.pre(place !== other);
        expect(open(box, box.seal(secret, place), other))
          .to.throw('sealed for another place or was changed')
          .with.property('code', 'SECRET_OF_ANOTHER_PLACE');
      }),
    );
  });

  it('does not open when any part of it was changed', () => {
    const sealed = box.seal('hunter22', 'acme/password');
    fc.assert(
      fc.property(
        fc.nat(sealed.length - 1),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.'),
        (at, letter) => {
          fc.pre(sealed[at] !== letter);
          const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
          try {
            // The last letter of a part has bits that do not count.
            expect(box.open(changed, 'acme/password')).to.equal('hunter22');
            expect(
              [at + 1, sealed.length].some((end) => end === sealed.length || sealed[end] === '.'),
            ).to.equal(true);
          } catch (error) {
            expect(error)
              .to.have.property('code')
              .that.matches(/^SECRET_/);
          }
        },
      ),
    );
  });

  it('still opens after a new key was put in front, and says which key is missing', () => {
    const [old, fresh] = [key('old'), key('new')];
    const sealed = createSecretBox([old]).seal('s', 'p');
    const both = createSecretBox([fresh, old]);
    expect(both.open(sealed, 'p')).to.equal('s');
    expect(both.seal('s', 'p')).to.match(/^v1\.new\./);
    expect(open(createSecretBox([fresh]), sealed, 'p'))
      .to.throw('key "old"')
      .with.property('code', 'SECRET_KEY_UNKNOWN');
  });

  it('is told apart from what never was one', () => {
    for (const text of ['', 'hunter22', 'v2.k1.a.b.c', 'v1.k1.a.b.c'])
      expect(open(box, text, 'p'))
        .to.throw('Enter it again')
        .with.property('code', 'SECRET_UNREADABLE');
  });
});

describe('the secret key', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'portico-key-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, for its owner only, even by many at once', async () => {
    const file = join(folder, 'sub', 'secret.key');
    const made = await Promise.all(Array.from({ length: 10 }, () => makeSecretKey(file)));
    expect(new Set(made.map(({ id }) => id)).size).to.equal(1);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readSecretKey(file)).to.deep.equal(made[0]);
    expect(createSecretBox(made).open(createSecretBox(made).seal('s', 'p'), 'p')).to.equal('s');
  });

  it('is refused with a remedy when it is not 32 bytes', async () => {
    const file = join(folder, 'short.key');
    await writeFile(file, 'c2hvcnQ=');
    const error = await readSecretKey(file).catch((each: unknown) => each);
    expect(error).to.have.property('message').that.contains('openssl rand -base64 32');
    expect(() => createSecretBox([])).to.throw('no secret key');
  });
});
