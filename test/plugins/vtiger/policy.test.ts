import { policy } from '../../../plugins/vtiger/policy.js';
import { byContact, holdPolicy, row, say } from '../policy-mutants.js';
import { discovered, settings } from './recorded-server.js';

describe('vtiger policy', () => {
  it('O-01, O-02, O-03, O-22, O-23, O-26, O-60: whatever it leaves out turns a line of who sees what red', async () => {
    const mine = { customer_id: 'c1' };
    const shown = { portal_visible: true };
    const create = { action: 'create' };
    holdPolicy(policy(await discovered(), settings), [
      say('O-01: myself', row('contact', { external_id: 'k1' }), true),
      say('O-01: nobody else', row('contact', { external_id: 'k2' }), false),
      say('O-22: my account', row('customer', { external_id: 'c1' }), true),
      say('O-22: no other account', row('customer', { external_id: 'c2' }), false),
      ...(['ticket', 'invoice', 'quote', 'salesOrder', 'project'] as const).flatMap((kind) => [
        say(`O-02: a ${kind} that names me`, row(kind, {}, [byContact()]), true),
        say(`O-02: a ${kind} of my account`, row(kind, mine), true),
        say(`O-23: no ${kind} of others`, row(kind, { customer_id: 'c2' }), false),
      ]),
      say('O-03: a ticket in my name', row('ticket', {}, [byContact()]), true, create),
      say('O-03: no ticket in another name', row('ticket', mine), false, create),
      say('O-23: a document that names me', row('document', shown, [byContact()]), true),
      say('O-23: a document of my account', row('document', { ...shown, ...mine }), true),
      say('O-23: no document that is not shown on the portal', row('document', {}, [byContact()]), false),
      say('O-23: no document of others', row('document', shown), false),
      ...(['ticket', 'project'] as const).flatMap((kind) => {
        const above = (parent: object, links = [] as ReturnType<typeof byContact>[]) => [
          row(kind, { ...parent }, links),
        ];
        return [
          say(
            `O-26: a document of a ${kind} that names me`,
            row('document', shown, [], above({}, [byContact()])),
            true,
          ),
          say(`O-26: a document of a ${kind} of my account`, row('document', shown, [], above(mine)), true),
          say(`O-26: no document of another's ${kind}`, row('document', shown, [], above({})), false),
          say(`O-23: no hidden document of my ${kind}`, row('document', {}, [], above(mine)), false),
        ];
      }),
      ...(['faq', 'product'] as const).flatMap((kind) => [
        say(`O-60: a published ${kind}`, row(kind, { public: true }), true),
        say(`O-60: no other ${kind}`, row(kind, { public: false }), false),
      ]),
    ]);
  });
});
