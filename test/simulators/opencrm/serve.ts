import { parseArgs } from 'node:util';

import { opencrmCrowd, type SharedPerson } from './opencrm-crowd.js';
import { opencrmStory } from './opencrm-story.js';
import { startOpencrmSimulator } from './start-opencrm-simulator.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    /** customers,contacts,records; the story, if left out */
    crowd: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** people who are in other systems too: a JSON list of firstName, lastName, email */
    'shared-people': { type: 'string', default: '[]' },
    'api-key': { type: 'string' },
    'pass-key': { type: 'string' },
    zone: { type: 'string' },
  },
});

const [customers = 0, contacts = 0, records = 0] = (values.crowd ?? '').split(',').map(Number);
const sharedPeople = JSON.parse(values['shared-people']) as SharedPerson[];
const simulator = await startOpencrmSimulator({
  data: values.crowd
    ? opencrmCrowd({ customers, contacts, records, seed: Number(values.seed), sharedPeople })
    : opencrmStory(),
  port: Number(values.port),
  ...(values['api-key'] && { apiKey: values['api-key'] }),
  ...(values['pass-key'] && { passKey: values['pass-key'] }),
  ...(values.zone && { zone: values.zone }),
});

const { url, apiKey, passKey } = simulator;
process.stdout.write(`${JSON.stringify({ url, apiKey, passKey })}\n`);

const stop = (): void => void simulator.close().finally(() => process.exit());
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
