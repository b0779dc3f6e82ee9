/** Every third-party library and the one place that may import it; the rest of the code sees our own words for it. */
export const homes = {
  '@node-rs/argon2': 'core/identity/',
  ajv: 'core/json-schema.ts',
  'ajv-formats': 'core/json-schema.ts',
  axios: 'core/connections/',
  'cli-progress': 'bin/',
  'connect-pg-simple': 'core/identity/',
  entities: 'core/contract/',
  express: 'core/http/',
  'express-session': 'core/(http|identity)/',
  'fast-xml-parser': 'core/connections/xml.ts',
  'graphile-worker': 'core/(database|queue)/',
  helmet: 'core/http/',
  'ipaddr.js': 'core/connections/',
  knex: 'core/database/',
  luxon: 'core/contract/',
  'node-cron': 'core/queue/',
  nodemailer: 'core/mail/',
  passport: 'core/http/',
  'passport-local': 'core/http/',
  pg: 'core/database/',
  'pg-copy-streams': 'core/database/copy-rows.ts',
  pino: 'core/log.ts',
  'prom-client': 'core/metrics/',
  '@picocss/pico': 'core/http/',
  preact: 'core/http/',
  'preact-render-to-string': 'core/http/',
  'rate-limiter-flexible': 'core/(connections|identity)/',
  'reflect-metadata': 'core/container.ts',
  'safe-stable-stringify': 'core/sync/',
  typedi: 'core/(container|tokens).ts',
  uuid: 'core/new-id.ts',
};

const escaped = (text) => text.replaceAll('.', '\\.');
const packagePath = (name) => `(^|/)node_modules/${escaped(name)}/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The dependency rule: bin → config → core → core/contract ← plugins; nothing → test. */
const forbidden = [
  forbid(
    'config-sees-core',
    'config sees core alone.',
    { path: '^config/' },
    { path: '^(bin|plugins|test)/' },
  ),
  forbid(
    'core-sees-core',
    'core sees no plugin, config, bin or test.',
    { path: '^core/' },
    { path: '^(bin|config|plugins|test)/' },
  ),
  forbid(
    'bin-sees-no-plugin',
    'bin loads plugins by name and imports none.',
    { path: '^bin/' },
    { path: '^plugins/' },
  ),
  forbid(
    'contract-sees-itself',
    'What a plugin may import has nothing of the rest of core in it.',
    { path: '^core/contract/' },
    { path: '^core/(?!contract/)' },
  ),
  forbid(
    'plugins-see-the-contract',
    'A plugin sees portico/contract and its own folder, so that it lives anywhere and goes with its folder.',
    { path: '^plugins/([^/]+)/' },
    { pathNot: ['^plugins/$1/', '(^|/)dist/core/contract/contract\\.js$'], dependencyTypesNot: ['core'] },
  ),
  forbid(
    'conformance-is-for-checking',
    'The suite for plugins is run by the plugin commands and by tests.',
    { path: '^(core|bin|config)/', pathNot: '^(core/conformance|bin/commands/plugin)' },
    { path: '^core/conformance/' },
  ),
  forbid('nothing-sees-test', 'Only tests see tests.', { pathNot: '^test/' }, { path: '^test/' }),
  forbid('no-cycles', 'No module sees itself, types included.', {}, { circular: true }),
  forbid('all-found', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  forbid(
    'no-development-packages',
    'What runs in production is in dependencies.',
    { pathNot: '^test/' },
    { dependencyTypes: ['npm-dev'] },
  ),
  forbid(
    'declared-packages',
    'Every package that is imported is in package.json.',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  ...Object.entries(homes).map(([name, home]) =>
    forbid(
      `home-of-${name}`,
      `${name} is imported in ${home} alone.`,
      { path: '^(bin|config|core|plugins)/', pathNot: `^${escaped(home)}` },
      { path: packagePath(name) },
    ),
  ),
];

/** What `cruise` is given, apart from folder and parser. */
export const cruiseOptions = {
  validate: true,
  ruleSet: { forbidden },
  // Types count: a cycle of types is a knot for the reader too.
  tsPreCompilationDeps: true,
  doNotFollow: { path: '(^|/)(node_modules|dist)/' },
};

export const resolveOptions = { conditionNames: ['import', 'node', 'default'], exportsFields: ['exports'] };
