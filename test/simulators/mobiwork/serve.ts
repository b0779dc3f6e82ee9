import { readServing, serveProcess } from '../serve-process.js';
import { mobiworkCrowd } from './mobiwork-crowd.js';
import { mobiworkStory } from './mobiwork-story.js';
import { startMobiworkSimulator } from './start-mobiwork-simulator.js';

/** A MobiWork tenant in a process of its own. */
const { port, crowd, own } = readServing(['zone']);
const data = crowd ? mobiworkCrowd(crowd) : mobiworkStory();
const simulator = await startMobiworkSimulator({ data, port, ...own });
const { url, clientId, apiLoginId, apiPassword } = simulator;
serveProcess(simulator, { url, clientId, apiLoginId, apiPassword });
