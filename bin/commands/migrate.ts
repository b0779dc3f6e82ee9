import { migrate } from '../../core/database/migrate.js';
import { openDatabase } from '../../core/database/open-database.js';
import { openLocalPostgres } from '../../core/database/local-postgres.js';
import { readConfig } from '../../config/read-config.js';
import { exitCodes, type Command } from '../command.js';
import { explainDatabase } from '../open-hub.js';

export const migrateCommand: Command = {
  usage: 'migrate',
  words: [],
  summary: 'Bring the database schema up to this version.',
  async run(_input, { configFile, print }) {
    const config = readConfig({ file: configFile });
    const url = config.databaseUrl ?? (await openLocalPostgres({ dataFolder: config.dataFolder })).url;
    const database = openDatabase(url);
    try {
      const applied = await migrate(database);
      print({ applied }, () =>
        applied.length ? `Applied ${applied.join(', ')}.` : 'The schema is up to date.',
      );
      return exitCodes.ok;
    } catch (error) {
      throw explainDatabase(error, config);
    } finally {
      await database.close();
    }
  },
};
