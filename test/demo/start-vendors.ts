import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { HubConfig } from '../../core/contract/generated/config.js';
import { choosePort } from '../../core/database/choose-port.js';
import { projectPath } from '../../core/project-path.js';
import { startRpmSimulator } from '../simulators/rpm/start-rpm-simulator.js';
import { startVtigerSimulator } from '../simulators/vtiger/start-vtiger-simulator.js';
import { demoRpm, demoVtiger } from './demo-data.js';

export interface Vendors {
  /** The config file that names them: config/demo.json, with the ports they got. */
  configFile: string;
  /** What a person may want to look at. */
  urls: Record<string, string>;
  /** Lets those that send webhooks send them to the hub. */
  subscribe(hubUrl: string): void;
  close(): Promise<void>;
}

const webhookSecret = 'demo-webhook-secret';

/** Starts a simulated vendor for each connection of config/demo.json, at its port there if that is free. */
export async function startVendors(dataFolder: string): Promise<Vendors> {
  const config = JSON.parse(await readFile(projectPath('config/demo.json'), 'utf8')) as HubConfig;
  const settingsOf = (id: string): Record<string, unknown> =>
    config.connections?.find((each) => each.id === id)?.settings ?? {};
  const portOf = (id: string): Promise<number> =>
    choosePort(Number(new URL(String(settingsOf(id)['url'])).port));
  const rpm = await startRpmSimulator({ data: demoRpm(), port: await portOf('rpm') });
  const vtiger = await startVtigerSimulator({ data: demoVtiger(), port: await portOf('vtiger') });
  Object.assign(settingsOf('rpm'), { url: rpm.url, apiKey: rpm.apiKey, webhookSecret });
  Object.assign(settingsOf('vtiger'), {
    url: vtiger.url,
    user: vtiger.user,
    accessKey: vtiger.accessKey,
  });
  const configFile = join(dataFolder, 'demo.json');
  await writeFile(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return {
    configFile,
    urls: { rpm: rpm.url, vtiger: vtiger.url },
    subscribe: (hubUrl) => rpm.change.webhook({ url: `${hubUrl}/hooks/rpm`, secret: webhookSecret }),
    close: async () => void (await Promise.all([rpm.close(), vtiger.close()])),
  };
}
