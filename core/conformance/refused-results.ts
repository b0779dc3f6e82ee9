import { checks } from './checks.js';
import { notApplicable, type Result } from './results.js';

/** The results of a plugin that cannot even be loaded. */
export function refusedResults(problems: readonly string[]): Result[] {
  return checks.map(({ id, area, name, remedy }): Result => {
    const about = { id, area, name, milliseconds: 0 };
    if (id === 'declared') return { ...about, outcome: 'failed', reasons: [...problems], remedy, notes: [] };
    return { ...about, ...notApplicable('failure', 'Not reached, since the plugin cannot be loaded.') };
  });
}
