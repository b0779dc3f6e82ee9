import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { openLocalPostgres, removeLocalPostgres } from '../../core/database/local-postgres.js';
import { openTestDatabase, prepareTemplate } from '../database.js';
import { describeFigures, type Figure } from './figure.js';
import { listFigures } from './list-figures.js';
import { rpmCalls } from './rpm-calls.js';
import type { Stage } from './stage.js';
import { vtigerSyncs } from './vtiger-syncs.js';

const parts: Record<string, (stage: Stage) => Promise<Figure[]>> = {
  sync: vtigerSyncs,
  rpm: rpmCalls,
  lists: listFigures,
};

const usage = `npm run bench -- [part …] [--size <contacts>] [--json] [--queries] [--profile <folder>]

Prints every figure as a ratio against a peer or a limit of the same run.
Parts: ${Object.keys(parts).join(', ')} (default: all). --size is 100000 if left out; 10000 is a quick look.
--queries lists the statements of each sync that took longest; --profile keeps a CPU profile of each.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
    queries: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
// `npm run bench --json` keeps the option for npm itself, which hands it on like this.
const json = values.json || process.env['npm_config_json'] === 'true';
const size = Number(values.size);
const wanted = positionals.length ? positionals : Object.keys(parts);
if (values.help || !(size >= 100) || wanted.some((name) => !(name in parts))) {
  process.stderr.write(usage);
  process.exit(values.help ? 0 : 2);
}

const folder = await mkdtemp(join(tmpdir(), 'portico-bench-'));
const figures: Figure[] = [];
try {
  const { url } = await openLocalPostgres({ dataFolder: folder });
  await prepareTemplate(url);
  const stage: Stage = {
    size,
    folder,
    database: openTestDatabase,
    profile: values.profile,
    queries: values.queries,
    say: (line) => void process.stderr.write(`${line}\n`),
  };
  for (const name of wanted) figures.push(...((await parts[name]?.(stage)) ?? []));
} finally {
  await removeLocalPostgres(folder);
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(json ? `${JSON.stringify({ size, figures })}\n` : `${describeFigures(figures)}\n`);
