import type { ConnectionConfig } from '../../core/contract/generated/config.js';
import type { Simulator } from '../simulators/simulator.js';

/** What the demo needs to know of a vendor: how it is started, and how the hub reaches it. */
export interface VendorEntry<S extends Simulator, D> {
  /** Of its connection and its plugin. */
  id: string;
  title: string;
  /** What it knows at first. */
  data(): D;
  start(options: { data: D; port: number }): Promise<S>;
  /** The connection's settings. */
  settings(simulator: S, webhookSecret: string): Record<string, unknown>;
  /** Auto-add: since when, by module or type. */
  participants?: Record<string, string>;
  subscribe?(simulator: S, hook: { url: string; secret: string }): void;
  /** What it knows by now, as JSON can carry it; without it the vendor begins anew at every start. */
  dump?(simulator: S): D;
}

/** A vendor whose server runs. */
export interface RunningVendor {
  url: string;
  connection: ConnectionConfig;
  subscribe: ((hook: { url: string; secret: string }) => void) | undefined;
  dump: (() => string) | undefined;
  close(): Promise<void>;
}

export interface DemoVendor {
  id: string;
  run(options: { port: number; webhookSecret: string; known: string | undefined }): Promise<RunningVendor>;
}

/** One entry of the demo's list of vendors, whatever its simulator and its data are. */
export const demoVendor = <S extends Simulator, D>(entry: VendorEntry<S, D>): DemoVendor => ({
  id: entry.id,
  async run({ port, webhookSecret, known }) {
    const { id, title, participants, subscribe, dump } = entry;
    // Written by this very entry, at the end of the start before.
    const data = known !== undefined && dump ? (JSON.parse(known) as D) : entry.data();
    const simulator = await entry.start({ data, port });
    return {
      url: simulator.url,
      connection: {
        id,
        plugin: id,
        title,
        settings: entry.settings(simulator, webhookSecret),
        schedule: '*/2 * * * *',
        ...(participants && { participants }),
      },
      subscribe: subscribe && ((hook) => subscribe(simulator, hook)),
      dump: dump && (() => JSON.stringify(dump(simulator))),
      close: () => simulator.close(),
    };
  },
});
