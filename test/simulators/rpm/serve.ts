import { parseArgs } from 'node:util';

import type { SharedPerson } from './crowd-people.js';
import { rpmCrowd } from './rpm-crowd.js';
import { rpmStory } from './rpm-story.js';
import { startRpmSimulator } from './start-rpm-simulator.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    /** customers,contacts,forms; the story, if left out */
    crowd: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** people who are in other systems too: a JSON list of firstName, lastName, email */
    'shared-people': { type: 'string', default: '[]' },
    'api-key': { type: 'string' },
    'time-offset': { type: 'string' },
  },
});

const [customers = 0, contacts = 0, forms = 0] = (values.crowd ?? '').split(',').map(Number);
const sharedPeople = JSON.parse(values['shared-people']) as SharedPerson[];
const simulator = await startRpmSimulator({
  data: values.crowd
    ? rpmCrowd({ customers, contacts, forms, seed: Number(values.seed), sharedPeople })
    : rpmStory(),
  port: Number(values.port),
  ...(values['api-key'] && { apiKey: values['api-key'] }),
  ...(values['time-offset'] && { timeOffset: values['time-offset'] }),
});

process.stdout.write(`${JSON.stringify({ url: simulator.url, apiKey: simulator.apiKey })}\n`);

const stop = (): void => void simulator.close().finally(() => process.exit());
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
