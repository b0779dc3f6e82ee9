import { parseArgs } from 'node:util';
import { startVtigerSimulator } from './start-vtiger-simulator.js';
import { recordedData } from './recorded-data.js';
import { vtigerCrowd } from './vtiger-crowd.js';

/** A vtiger-family server in a process of its own: one JSON line says where, and it ends with its parent. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    recorded: { type: 'boolean', default: false },
    crowd: { type: 'string' },
    seed: { type: 'string', default: '1' },
    flavour: { type: 'string', default: 'corebos' },
  },
});

const [accounts = 0, contacts = 0, tickets = 0, invoices = 0] = (values.crowd ?? '').split(',').map(Number);
const data = values.crowd
  ? vtigerCrowd({ accounts, contacts, tickets, invoices, seed: Number(values.seed) })
  : recordedData();
const flavour = values.flavour === 'vtiger' ? 'vtiger' : 'corebos';
const simulator = await startVtigerSimulator({ data, flavour, port: Number(values.port) });
const { url, user, accessKey } = simulator;
console.log(JSON.stringify({ url, user, accessKey }));

const end = (): void => void simulator.close().finally(() => process.exit());
process.once('SIGTERM', end);
process.once('disconnect', end);
