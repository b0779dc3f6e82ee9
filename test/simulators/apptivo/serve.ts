import { parseArgs } from 'node:util';

import { apptivoCrowd } from './apptivo-crowd.js';
import { apptivoStory } from './apptivo-story.js';
import { startApptivoSimulator } from './start-apptivo-simulator.js';

/** An Apptivo firm in a process of its own: one JSON line says where, and it ends with its parent. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    /** customers,contacts,records; the story, if left out */
    crowd: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** people who are in other systems too: a JSON list of firstName, lastName, email */
    'shared-people': { type: 'string', default: '[]' },
    'date-format': { type: 'string' },
    zone: { type: 'string' },
  },
});

const [customers = 0, contacts = 0, records = 0] = (values.crowd ?? '').split(',').map(Number);
const sharedPeople = JSON.parse(values['shared-people']) as {
  firstName: string;
  lastName: string;
  email: string;
}[];
const simulator = await startApptivoSimulator({
  data: values.crowd
    ? apptivoCrowd({ customers, contacts, records, seed: Number(values.seed), sharedPeople })
    : apptivoStory(),
  port: Number(values.port),
  ...(values['date-format'] && { dateFormat: values['date-format'] }),
  ...(values.zone && { zone: values.zone }),
});

const { url, apiKey, accessKey } = simulator;
process.stdout.write(`${JSON.stringify({ url, apiKey, accessKey })}\n`);

const stop = (): void => void simulator.close().finally(() => process.exit());
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
