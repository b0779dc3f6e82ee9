import { readServing, serveProcess } from '../serve-process.js';
import { crmServiceCrowd } from './crm-service-crowd.js';
import { crmServiceStory } from './crm-service-story.js';
import { startCrmServiceSimulator } from './start-crm-service-simulator.js';

/** A CRM-service tenant in a process of its own. */
const { port, crowd, own } = readServing(['token', 'zone']);
const data = crowd ? crmServiceCrowd(crowd) : crmServiceStory();
const simulator = await startCrmServiceSimulator({ data, port, ...own });
serveProcess(simulator, { url: simulator.apiUrl, token: simulator.token });
