import { readServing, serveProcess } from '../serve-process.js';
import { apptivoCrowd } from './apptivo-crowd.js';
import { apptivoStory } from './apptivo-story.js';
import { startApptivoSimulator } from './start-apptivo-simulator.js';

/** An Apptivo firm in a process of its own. */
const { port, crowd, own } = readServing(['zone']);
const data = crowd ? apptivoCrowd(crowd) : apptivoStory();
const simulator = await startApptivoSimulator({ data, port, ...own });
const { url, apiKey, accessKey } = simulator;
serveProcess(simulator, { url, apiKey, accessKey });
