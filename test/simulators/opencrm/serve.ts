import { readServing, serveProcess } from '../serve-process.js';
import { opencrmCrowd } from './opencrm-crowd.js';
import { opencrmStory } from './opencrm-story.js';
import { startOpencrmSimulator } from './start-opencrm-simulator.js';

/** An OpenCRM system in a process of its own. */
const { port, crowd, own } = readServing(['zone']);
const data = crowd ? opencrmCrowd(crowd) : opencrmStory();
const simulator = await startOpencrmSimulator({ data, port, ...own });
const { url, apiKey, passKey } = simulator;
serveProcess(simulator, { url, apiKey, passKey });
