import { parseArgs, type ParseArgsConfig } from 'node:util';

import type { SharedPerson } from './shared-person.js';

/** What a simulator's own process was told: where, and with how many made-up people (the story, if not said). */
export interface Serving {
  port: number;
  crowd?: {
    customers: number;
    contacts: number;
    records: number;
    seed: number;
    sharedPeople: SharedPerson[];
  };
  /** The vendor's own options that were given. */
  own: Record<string, string>;
}

/** Reads `--port`, `--crowd customers,contacts,records`, `--seed`, `--shared-people <JSON>` and the vendor's own options. */
export function readServing(own: readonly string[] = []): Serving {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    ['port', 'crowd', 'seed', 'shared-people', ...own].map((name) => [name, { type: 'string' }]),
  );
  const { values } = parseArgs({ options });
  const text = (name: string, fallback: string): string => {
    const value = values[name];
    return typeof value === 'string' ? value : fallback;
  };
  const [customers = 0, contacts = 0, records = 0] = text('crowd', '').split(',').map(Number);
  return {
    port: Number(text('port', '0')),
    ...(values['crowd'] !== undefined && {
      crowd: {
        customers,
        contacts,
        records,
        seed: Number(text('seed', '1')),
        sharedPeople: JSON.parse(text('shared-people', '[]')) as SharedPerson[],
      },
    }),
    own: Object.fromEntries(
      own.flatMap((name) => (values[name] === undefined ? [] : [[name, text(name, '')]])),
    ),
  };
}

/** Says in one line of JSON where the vendor is and how to get in, and closes it when its parent ends or tells it to. */
export function serveProcess(simulator: { close(): Promise<void> }, access: object): void {
  process.stdout.write(`${JSON.stringify(access)}\n`);
  const stop = (): void => void simulator.close().finally(() => process.exit());
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, stop);
}
