import { parseArgs } from 'node:util';

import { mobiworkCrowd, type SharedPerson } from './mobiwork-crowd.js';
import { mobiworkStory } from './mobiwork-story.js';
import { startMobiworkSimulator } from './start-mobiwork-simulator.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    /** customers,contacts,records; the story, if left out */
    crowd: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** people who are in other systems too: a JSON list of firstName, lastName, email */
    'shared-people': { type: 'string', default: '[]' },
    zone: { type: 'string' },
  },
});

const [customers = 0, contacts = 0, records = 0] = (values.crowd ?? '').split(',').map(Number);
const sharedPeople = JSON.parse(values['shared-people']) as SharedPerson[];
const simulator = await startMobiworkSimulator({
  data: values.crowd
    ? mobiworkCrowd({ customers, contacts, records, seed: Number(values.seed), sharedPeople })
    : mobiworkStory(),
  port: Number(values.port),
  ...(values.zone && { zone: values.zone }),
});

const { url, clientId, apiLoginId, apiPassword } = simulator;
process.stdout.write(`${JSON.stringify({ url, clientId, apiLoginId, apiPassword })}\n`);

const stop = (): void => void simulator.close().finally(() => process.exit());
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
