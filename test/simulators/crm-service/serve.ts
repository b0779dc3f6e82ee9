import { parseArgs } from 'node:util';

import { crmServiceCrowd, type SharedPerson } from './crm-service-crowd.js';
import { crmServiceStory } from './crm-service-story.js';
import { startCrmServiceSimulator } from './start-crm-service-simulator.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    /** customers,contacts,records; the story, if left out */
    crowd: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** people who are in other systems too: a JSON list of firstName, lastName, email */
    'shared-people': { type: 'string', default: '[]' },
    token: { type: 'string' },
    zone: { type: 'string' },
  },
});

const [customers = 0, contacts = 0, records = 0] = (values.crowd ?? '').split(',').map(Number);
const sharedPeople = JSON.parse(values['shared-people']) as SharedPerson[];
const simulator = await startCrmServiceSimulator({
  data: values.crowd
    ? crmServiceCrowd({ customers, contacts, records, seed: Number(values.seed), sharedPeople })
    : crmServiceStory(),
  port: Number(values.port),
  ...(values.token && { token: values.token }),
  ...(values.zone && { zone: values.zone }),
});

process.stdout.write(`${JSON.stringify({ url: simulator.apiUrl, token: simulator.token })}\n`);

const stop = (): void => void simulator.close().finally(() => process.exit());
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
