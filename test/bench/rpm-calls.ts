import type { ConnectionConfig } from '../../core/contract/generated/config.js';
import { againstLimit, type Figure } from './figure.js';
import { runProgram, startProgram } from './run-program.js';
import type { Stage } from './stage.js';
import type { SyncAnswer, SyncInput } from './sync-once.js';

const customers = 2000;

/** What RPM's call budget is spent on (rpm.md §3.3): counted at the vendor, so nothing here is noise. */
export async function rpmCalls(stage: Stage): Promise<Figure[]> {
  const simulator = startProgram('test/simulators/rpm/serve.js', ['--crowd', `${customers},${customers},0`]);
  const database = await stage.database();
  try {
    const vendor = (await simulator.line()) as { url: string; apiKey: string };
    const connection: ConnectionConfig = { id: 'rpm', plugin: 'rpm', settings: vendor };
    const sync = async (): Promise<number> => {
      await fetch(`${vendor.url}/_control/log`, { method: 'DELETE' });
      const input: SyncInput = { database: database.url, connection };
      const { state, error } = await runProgram<SyncAnswer>('test/bench/sync-once.js', input);
      if (state !== 'done') throw new Error(`the sync is ${state}: ${error ?? 'no reason'}`);
      return ((await (await fetch(`${vendor.url}/_control/log`)).json()) as unknown[]).length;
    };
    stage.say(`RPM: ${customers} customers`);
    const first = await sync();
    const unchanged = await sync();
    const state = (await (await fetch(`${vendor.url}/_control/state`)).json()) as {
      customers: { customerId: number }[];
    };
    const [customer] = state.customers;
    await fetch(`${vendor.url}/_control/editCustomer`, {
      method: 'POST',
      body: JSON.stringify({ customerId: customer?.customerId, website: 'https://changed.example' }),
    });
    const changed = await sync();
    const limit = (name: string, ours: number, most: number): Figure =>
      againstLimit(`RPM, ${name}`, { ours, limit: most, unit: 'calls', against: 'limit' });
    return [
      limit(`first sync of ${customers} customers and their sign-ins`, first, 2 * customers + 100),
      limit('nothing changed', unchanged, 1),
      limit('one customer changed', changed, 3),
    ];
  } finally {
    await simulator.stop();
    await database.drop();
  }
}
