import { openLocalPostgres } from '../../../core/database/local-postgres.js';

/** A process of its own that opens the PostgreSQL of argv[2], says so in JSON, and stays until its stdin ends. */
const [, , dataFolder = ''] = process.argv;
const { url, started } = await openLocalPostgres({ dataFolder });
process.stdout.write(`${JSON.stringify({ url, started })}\n`);
process.stdin.resume();
