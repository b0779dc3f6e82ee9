import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ConnectionConfig, HubConfig } from '../../core/contract/generated/config.js';
import { choosePort } from '../../core/database/choose-port.js';
import { projectPath } from '../../core/project-path.js';
import { startMobiworkSimulator } from '../simulators/mobiwork/start-mobiwork-simulator.js';
import { startOpencrmSimulator } from '../simulators/opencrm/start-opencrm-simulator.js';
import { startRpmSimulator } from '../simulators/rpm/start-rpm-simulator.js';
import { startVtigerSimulator } from '../simulators/vtiger/start-vtiger-simulator.js';
import { startCrmServiceSimulator } from '../simulators/crm-service/start-crm-service-simulator.js';
import { startApptivoSimulator } from '../simulators/apptivo/start-apptivo-simulator.js';
import { demoApptivo, demoCrmService, demoMobiwork, demoOpencrm, demoRpm, demoVtiger } from './demo-data.js';
import { demoVendor, type DemoVendor, type RunningVendor } from './demo-vendor.js';
import { rpmLevels, rpmViews } from './rpm-settings.js';

/** Every vendor of the demo: one connection each. Whom it knows that may sign in: sample-people.ts. */
const demoVendors: readonly DemoVendor[] = [
  demoVendor({
    id: 'rpm',
    title: 'Prairie Telecom',
    data: demoRpm,
    start: startRpmSimulator,
    settings: ({ url, apiKey }, webhookSecret) => ({
      url,
      apiKey,
      webhookSecret,
      views: rpmViews,
      visibleFields: rpmLevels,
    }),
    participants: { 'form.101': '2025-01-03T12:00:00Z' },
    subscribe: ({ change }, hook) => change.webhook(hook),
    // Its change tokens begin anew, as if it had been restarted.
    dump: (simulator) => ({ ...simulator.dump(), ages: [] }),
  }),
  demoVendor({
    id: 'vtiger',
    title: 'Northern Support',
    data: demoVtiger,
    start: startVtigerSimulator,
    settings: ({ url, user, accessKey }) => ({ url, user, accessKey }),
  }),
  demoVendor({
    id: 'opencrm',
    title: 'Harbourlight Services',
    data: demoOpencrm,
    start: startOpencrmSimulator,
    settings: ({ url, apiKey, passKey }) => ({ url, apiKey, passKey, callsPerSecond: 50 }),
    dump: (simulator) => simulator.dump(),
  }),
  demoVendor({
    id: 'crm-service',
    title: 'Rantapuu Asiakasportaali',
    data: demoCrmService,
    start: startCrmServiceSimulator,
    settings: ({ url, token }) => ({ url, token }),
  }),
  demoVendor({
    id: 'apptivo',
    title: 'Prairie Care Desk',
    data: demoApptivo,
    start: startApptivoSimulator,
    settings: ({ url, apiKey, accessKey }) => ({
      url,
      apiKey,
      accessKey,
      zone: 'Asia/Kolkata',
      caseSource: 'Portal',
      callsPerSecond: 1000,
    }),
  }),
  demoVendor({
    id: 'mobiwork',
    title: 'Gulf Coast Field Service',
    data: demoMobiwork,
    start: startMobiworkSimulator,
    settings: ({ url, clientId, apiLoginId, apiPassword }) => ({
      url,
      clientId: String(clientId),
      apiLoginId,
      apiPassword,
      zone: 'America/New_York',
      workOrderTypeId: '25121',
      callsPerSecond: 50,
    }),
    dump: (simulator) => simulator.dump(),
  }),
];

export interface Vendors {
  /** The config file that names them: config/demo.json, with a connection for each. */
  configFile: string;
  /** What a person may want to look at. */
  urls: Record<string, string>;
  /** Lets those that send webhooks send them to the hub. */
  subscribe(hubUrl: string): void;
  /** Writes down what they know by now, where they can, for the next start over the same data. */
  save(): Promise<void>;
  close(): Promise<void>;
}

const firstPort = 27_311;
const webhookSecret = 'demo-webhook-secret';

/** Starts every vendor, each at its own port if that is free, with what it knew when it was last saved. */
export async function startVendors(dataFolder: string): Promise<Vendors> {
  const folder = vendorFolder(dataFolder);
  await mkdir(folder, { recursive: true });
  const fileOf = (id: string): string => join(folder, `${id}.json`);
  const running: RunningVendor[] = [];
  const close = async (): Promise<void> => void (await Promise.all(running.map((each) => each.close())));
  try {
    for (const [place, { id, run }] of demoVendors.entries()) {
      const known = await readFile(fileOf(id), 'utf8').catch(() => undefined);
      running.push(await run({ port: await choosePort(firstPort + place), webhookSecret, known }));
    }
    return {
      configFile: await writeConfig(
        dataFolder,
        running.map(({ connection }) => connection),
      ),
      urls: Object.fromEntries(running.map(({ connection, url }) => [connection.id, url])),
      subscribe(hubUrl) {
        for (const { connection, subscribe } of running)
          subscribe?.({ url: `${hubUrl}/hooks/${connection.id}`, secret: webhookSecret });
      },
      async save() {
        for (const { connection, dump } of running) {
          const known = dump?.();
          if (known !== undefined) await writeFile(fileOf(connection.id), known);
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where vendors keep what they know between two starts. */
export const vendorFolder = (dataFolder: string): string => join(dataFolder, 'vendors');

async function writeConfig(dataFolder: string, connections: ConnectionConfig[]): Promise<string> {
  const config = JSON.parse(await readFile(projectPath('config/demo.json'), 'utf8')) as HubConfig;
  const file = join(dataFolder, 'demo.json');
  await writeFile(file, `${JSON.stringify({ ...config, connections }, null, 2)}\n`, { mode: 0o600 });
  return file;
}
