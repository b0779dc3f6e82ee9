import { readServing, serveProcess } from '../serve-process.js';
import { rpmCrowd } from './rpm-crowd.js';
import { rpmStory } from './rpm-story.js';
import { startRpmSimulator } from './start-rpm-simulator.js';

/** An RPM subscriber in a process of its own; its records are forms. */
const { port, crowd, own } = readServing(['api-key', 'time-offset']);
const { 'api-key': apiKey, 'time-offset': timeOffset } = own;
const data = crowd ? rpmCrowd({ ...crowd, forms: crowd.records }) : rpmStory();
const simulator = await startRpmSimulator({
  data,
  port,
  ...(apiKey !== undefined && { apiKey }),
  ...(timeOffset !== undefined && { timeOffset }),
});
serveProcess(simulator, { url: simulator.url, apiKey: simulator.apiKey });
