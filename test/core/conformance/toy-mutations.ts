/** A small fault that an author could make, as a change of the toy plugin's text. */
export interface Mutation {
  /** The check that must find it, and no other. */
  check: string;
  /** What the check says about it. */
  says: string;
  changes: readonly Change[];
}

type File = 'plugin.js' | 'streams.js' | 'actions.js' | 'policy.js';
type Change = readonly [file: File, from: string, to: string];

const change = (
  check: string,
  file: File,
  says: string,
  ...changes: (readonly [from: string, to: string])[]
): Mutation => ({ check, says, changes: changes.map(([from, to]) => [file, from, to] as const) });

const fault = 'fault: ({ body }) =>';
/** A transport that has a word of its own for some answers. */
const misread = (check: string, when: string, kind: string, says: string): Mutation =>
  change(check, 'plugin.js', says, [
    fault,
    `fault: ({ status, headers, body, text }) => ${when} ? new Fault('${kind}', 'Mistaken.') :`,
  ]);

const usersPage = "await http.get('users', { page: cursor ?? 1, size })";
/** A stream that takes a failure for an empty page. */
const swallowed = (check: string, when: string, says: string): Mutation =>
  change(check, 'streams.js', says, [
    usersPage,
    `${usersPage}.catch((cause) => { if (${when}) return { rows: [] }; throw cause; })`,
  ]);

const customersPage = 'return { ...byKey({ size, items: rows, key: idOf }), total };';
const signsIn = "readAnswer(opened, await http.post('session', { user, password }), 'session').token,";
const discover = 'discover: async ({ http }) => {';

/** For every check of the suite, at least one fault that it alone finds. */
export const toyMutations: readonly Mutation[] = [
  change('declared', 'plugin.js', 'contract 2', ['contract: 1,', 'contract: 2,']),
  change('settings-told', 'plugin.js', 'settings.url has neither', [", title: 'Address'", '']),
  change('secrets-marked', 'plugin.js', 'settings.apiToken goes by the name of a secret', [
    "user: { type: 'string', title: 'User' },",
    "user: { type: 'string', title: 'User' }, apiToken: { type: 'string', title: 'Token' },",
  ]),
  change('settings-strict', 'plugin.js', 'slip in its name', [
    'additionalProperties: false',
    'additionalProperties: true',
  ]),
  change('imports', 'policy.js', 'policy.js imports node:fs', [
    '/** People',
    "import 'node:fs';\n/** People",
  ]),
  change('imports', 'actions.js', 'actions.js calls by itself: fetch(', [
    'const made =',
    "export const past = () => fetch('http://elsewhere.example');\nconst made =",
  ]),
  change('imports', 'streams.js', 'streams.js writes to the terminal', [
    'const people =',
    'export const shout = (text) => console.log(text);\nconst people =',
  ]),
  change('imports', 'actions.js', 'by a name made at run time', [
    'const made =',
    'export const load = (name) => import(name);\nconst made =',
  ]),

  change('starts', 'plugin.js', 'url: expected text like ^https:', [
    "url: { type: 'string',",
    "url: { type: 'string', pattern: '^https:',",
  ]),
  change('signs-in', 'plugin.js', 'notFound', [
    "await http.get('me'), 'me')",
    "await http.get('nowhere'), 'me')",
  ]),
  change('told-apart', 'plugin.js', 'with wrong secrets: a config fault', [
    "await http.get('me'), 'me')",
    "await http.get('me').catch(() => { throw new Fault('config', 'It does not work.'); }), 'me')",
  ]),
  change('only-reads', 'plugin.js', 'contact:p1 is another', [
    "await http.get('me');",
    "await http.get('me'); await http.put('people/p1', { title: 'Boss' });",
  ]),
  change('passwords', 'plugin.js', 'with a wrong password: true', [
    "'password').ok,",
    "'password').ok || true,",
  ]),
  change('facts-fit', 'plugin.js', 'no zone "Europe/Nowhere"', ['Europe/Helsinki', 'Europe/Nowhere']),
  change(
    'facts-stable',
    'plugin.js',
    'facts.vendor.seen otherwise',
    [discover, 'discover: async ({ http, now }) => {'],
    ['vendor: { closed:', 'vendor: { seen: now().toISOString(), closed:'],
  ),

  change('streams-declared', 'streams.js', 'order is missing', ["order: 'ascending',", '']),
  change('streams-end', 'streams.js', 'users: page', [
    'return byNumber({ cursor, size, items: rows });',
    'return { items: rows, next: (cursor ?? 1) + 1 };',
  ]),
  change('ids-once', 'streams.js', 'customers: c2 comes twice', [
    customersPage,
    'return { items: rows, ...(rows.length < size ? {} : { next: rows.at(-2).id }), total };',
  ]),
  change('pages-agree', 'streams.js', 'users: u3 is missing', [
    'return byNumber({ cursor, size, items: rows });',
    'return { items: rows, ...(rows.length < size ? {} : { next: (cursor ?? 1) + 2 }) };',
  ]),
  change(
    'pass-resumes',
    'streams.js',
    'customers: a contract fault',
    ['const toTicket =', 'const places = new Map();\n  const toTicket ='],
    [
      "http.get('customers', { after: cursor, size })",
      "http.get('customers', { after: places.get(cursor), size })",
    ],
    [
      customersPage,
      'const page = byKey({ size, items: rows, key: idOf }); places.set(page.next, page.next); return { ...page, total };',
    ],
  ),
  change('cursors-json', 'streams.js', 'tickets: JSON cannot carry next.read (a Date)', [
    'next: { after: last.id,',
    'next: { after: last.id, read: new Date(0),',
  ]),
  change('all-given', 'streams.js', 'customers: it counts 6 and gives 5', [
    customersPage,
    customersPage.replace('total }', 'total: total + 1 }'),
  ]),
  change('all-given', 'streams.js', 'tickets: in its listing t01 is missing', [
    'refs: live(rows).map',
    'refs: live(rows).slice(1).map',
  ]),
  change('read-by-id', 'streams.js', 'tickets: read by id, record/ticket:t02 is another', [
    "{ ids: ids.join(',') }), 'tickets').rows)",
    "{ ids: ids.join(',') }), 'tickets').rows).map((row) => ({ ...row, comments: [] }))",
  ]),
  change('twice-in-page', 'streams.js', 'customers: Error: twice', [
    customersPage,
    `if (new Set(rows.map(({ id }) => id)).size < rows.length) throw new Error('twice'); ${customersPage}`,
  ]),
  change('state-heard', 'streams.js', 'documents: it says unchanged and gives items', [
    'return { refs: [], unchanged: true };',
    "return { refs: [{ id: 'd1' }], unchanged: true };",
  ]),

  change('moments-read', 'streams.js', 'tickets: t01 was changed at Invalid Date', [
    "new Date(readItem(codec.iso, changed, 'changed'))",
    "new Date(changed.replace('T', ' at '))",
  ]),
  change('since-whole', 'streams.js', 'is missing from what changed since', [
    'since: since.toISOString()',
    'since: new Date(since.getTime() + 1).toISOString()',
  ]),
  change('since-heard', 'streams.js', 'tickets: a day after its newest change it still gives all 8', [
    'since: since.toISOString()',
    'since: new Date(0).toISOString()',
  ]),
  change('ties-kept', 'streams.js', 'in pages of 1', [
    'since: since.toISOString(), time, after, size',
    "since: since.toISOString(), time, after: '~', size",
  ]),
  change('order-kept', 'streams.js', 'promised in ascending order', [
    'return { items: live(rows), ...next',
    'return { items: live(rows).reverse(), ...next',
  ]),
  change('edits-found', 'streams.js', 'documents: staff changed d5', [
    '({ id, stamp })), state',
    "({ id, stamp: 's' })), state",
  ]),
  change('deletes-found', 'streams.js', 'tickets: staff deleted t08, and a whole pass still brings it', [
    'return { items: live(rows), ...next',
    'return { items: rows, ...next',
  ]),

  change('items-mapped', 'streams.js', 'users: u1: TypeError', [
    "readItem(codec.required(codec.id), raw.contact, 'contact')",
    'raw.contact.id.toString()',
  ]),
  change('rows-fit', 'streams.js', 'customers: c1: customer c1: name', [
    "mapping({ name: at('name'), changedAt",
    "mapping({ name: at('nome'), changedAt",
  ]),
  change('rows-plain', 'streams.js', 'which is no moment', [
    "asOf: new Date(readItem(codec.iso, raw.changed, 'changed'))",
    "asOf: readItem(codec.iso, raw.changed, 'changed')",
  ]),
  change('mapping-pure', 'streams.js', 'tickets: t01: it changes the item', [
    "map: (raw) => [record('ticket', idOf(raw), toTicket.read(raw))]",
    "map: (raw) => { raw.key = 'seen'; return [record('ticket', idOf(raw), toTicket.read(raw))]; }",
  ]),
  change('mapping-pure', 'streams.js', 'documents: d1: it comes out otherwise at another time', [
    "subject: codec.text.decode(raw.title, 'title')",
    "subject: `${codec.text.decode(raw.title, 'title')} ${new Date().getUTCFullYear()}`",
  ]),
  change('wrong-items', 'streams.js', 'users: with null for enabled: TypeError', [
    "readItem(codec.required(codec.boolean), raw.enabled, 'enabled')",
    'raw.enabled.valueOf()',
  ]),

  change(
    'secrets-unkept',
    'plugin.js',
    'A secret is in the facts',
    [discover, 'discover: async ({ http, settings }) => {'],
    ['vendor: { closed:', 'vendor: { by: `${settings.user}:${settings.password}`, closed:'],
  ),
  change(
    'secrets-untold',
    'plugin.js',
    'discover tells a secret',
    [discover, 'discover: async ({ http, settings }) => {'],
    [
      "await http.get('me');",
      "await http.get('me').catch(({ kind, retryAt, details }) => { throw new Fault(kind, `${settings.user}:${settings.password} was not heard.`, { retryAt, details }); });",
    ],
  ),
  change('secret-paths', 'streams.js', 'customers: a row shows the secret 4', [
    "jobTitle: at('title'),",
    "jobTitle: at('title'), fields: derive(['memo'], ({ memo }) => ({ memo: codec.text.decode(memo, 'memo') ?? '' })),",
  ]),
  change('secrets-named', 'streams.js', 'customers: people.pin is kept', ["secrets: ['people.pin'],", '']),

  change('vendor-fails', 'plugin.js', 'From call 2 of 2 on, discover', [
    "await http.get('statuses')",
    "await http.get('statuses').catch(() => ({ rows: [] }))",
  ]),
  misread('gateway-fails', 'status === 502', 'config', 'a config fault'),
  misread('page-for-data', "status === 200 && text.startsWith('<html')", 'auth', 'an auth fault'),
  misread(
    'cut-short',
    "status === 200 && body === undefined && text.startsWith('{')",
    'config',
    'a config fault',
  ),
  misread('empty-answer', "status === 200 && text === ''", 'notFound', 'a notFound fault'),
  swallowed('connection-reset', "cause.details?.code === 'ECONNRESET'", 'the first page of users'),
  swallowed('no-answer', '/did not answer within/.test(cause.message)', 'the first page of users'),
  change(
    'wrong-answers',
    'streams.js',
    'With null instead of the answer, the first page of users: TypeError',
    [`const { rows } = rowsOf(${usersPage}, 'users');`, `const { rows } = ${usersPage};`],
  ),
  misread('wait-until', "status === 429 && headers['retry-after']", 'permission', 'a permission fault'),
  misread('wait-unsaid', "status === 429 && !headers['retry-after']", 'permission', 'a permission fault'),
  change(
    'expired-once',
    'plugin.js',
    'discover: an auth fault',
    ['const statuses =', 'const kept = new Map();\nconst statuses ='],
    [
      'open: async (http, { user, password }) =>',
      'open: async (http, { url, user, password }) => kept.get(url + password) ??',
    ],
    [signsIn, `keep(kept, url + password, ${signsIn.slice(0, -1)}),`],
    [
      'export const plugin',
      'const keep = (map, key, value) => (map.set(key, value), value);\nexport const plugin',
    ],
  ),
  change(
    'refused-for-ever',
    'streams.js',
    'calls, all of them refused',
    [
      'const people =',
      'const stubborn = async (ask) => { for (let tries = 1; ; tries += 1) try { return await ask(); } catch (cause) { if (cause.kind !== "auth" || tries > 9) throw cause; } };\nconst people =',
    ],
    ["await http.get('version')", "await stubborn(() => http.get('version'))"],
  ),

  change('limits-whole', 'plugin.js', 'allows no whole number of calls', ['parallel(3)', 'parallel(0)']),
  change(
    'limits-kept',
    'plugin.js',
    'calls were under way at once, and 3 are allowed',
    ['const statuses =', 'let asked = 0;\nconst statuses ='],
    ['`${user}@${url}`', '`${user}@${url}#${(asked += 1)}`'],
  ),

  change('actions-declared', 'actions.js', 'no operation participants.add', [
    "'participant.add'",
    "'participants.add'",
  ]),
  change('manual-steps', 'actions.js', 'ticket.delete: "delete it"', [
    'Open the ticket in the CRM and delete it there.',
    'delete it',
  ]),
  change('writes-show', 'actions.js', 'ticket.update: subject was written as', [
    'await http.patch(`tickets/${id}`, written(body));',
    'await http.patch(`tickets/${id}`, { ...written(body), subject: undefined });',
  ]),
  change('written-found', 'actions.js', 'ticket.create: it does not find what was written', [
    "byKey(session, 'tickets', key)",
    "byKey(session, 'tickets', `${key}!`)",
  ]),
  change('lost-answers', 'actions.js', 'it is there 2 times', [
    "made(await http.post('tickets', { ...written(body), key }), 'tickets'),",
    "{ const { id } = made(await http.post('tickets', written(body)), 'tickets'); await http.patch(`tickets/${id}`, { key }); return { id }; },",
  ]),
  {
    check: 'round-trip',
    says: 'status read "Open" and then "open"',
    changes: [
      [
        'streams.js',
        "status: at('status'),",
        "status: at('status', { ...codec.text, encode: (value) => value.toLowerCase() }),",
      ],
      [
        'actions.js',
        '{ http }, { id, body }) => {\n        await http.patch',
        '{ http }, { id, body, base }) => {\n        await http.patch',
      ],
      [
        'actions.js',
        '`tickets/${id}`, written(body))',
        '`tickets/${id}`, written({ ...(base && { status: base.status }), ...body }))',
      ],
    ],
  },
  change('files-fetched', 'actions.js', 'no Uint8Array', ["Buffer.from(content, 'base64')", 'content']),

  change('hooks-locked', 'plugin.js', 'lets it in', [
    'if (!hookSecret) return false;',
    'if (!hookSecret) return true;',
  ]),
  change('hooks-forged', 'plugin.js', 'lets it in', [
    '&& timingSafeEqual(given, right)',
    '|| timingSafeEqual(given, right)',
  ]),
  change('hooks-let-in', 'plugin.js', 'refuses what the vendor has signed', ["'sha256'", "'sha1'"]),
  change('hooks-point', 'plugin.js', 'the stream ticket, which there is not', [
    "stream: 'tickets'",
    "stream: 'ticket'",
  ]),

  change('policy-clean', 'policy.js', 'has no field "coments"', ["'comments']", "'coments']"]),
  change('policy-pure', 'policy.js', 'At another time it is another', [
    "id: 'tickets'",
    'id: `tickets ${new Date().getUTCFullYear()}`',
  ]),

  change('sync-whole', 'streams.js', 'record/document:d1 is another', ["once('regions'", "once('folders'"]),
  change('sync-again', 'streams.js', 'users u1 comes otherwise', [
    'return byNumber({ cursor, size, items: rows });',
    'return byNumber({ cursor, size, items: rows.map((row) => ({ ...row, at: performance.now() })) });',
  ]),
  change('sync-deletes', 'streams.js', 'record/ticket:t08 is still held', [
    'customer(idOf(raw), customerMapping.read(raw)),',
    "customer(idOf(raw), customerMapping.read(raw)), ...(raw.latest?.id ? [record('ticket', idOf(raw.latest), { subject: codec.text.decode(raw.latest.subject, 'latest.subject') })] : []),",
  ]),
];
