import {
  Fault,
  milliseconds,
  type AnyPlugin,
  type AnyStream,
  type Duration,
  type Facts,
} from '../contract/contract.js';
import { keptStreamName } from '../records/kept-stream.js';

/**
 * The streams of a connection, held to what types cannot say (a plugin in plain JavaScript has no types at all).
 * @throws Fault `bug` naming plugin, stream and remedy.
 */
export function checkStreams(plugin: AnyPlugin, facts: Facts, settings: unknown): Record<string, AnyStream> {
  const streams: unknown = plugin.streams(facts, settings);
  if (!isObject(streams))
    throw new Fault('bug', `Plugin ${plugin.id}: streams must answer an object of streams by name.`);
  for (const [name, stream] of Object.entries(streams)) {
    const refuse = (what: string): never => {
      throw new Fault('bug', `Plugin ${plugin.id}, stream ${name}: ${what}`);
    };
    if (!/^[A-Za-z0-9][\w.-]*$/.test(name))
      refuse("a stream's name has letters, digits, dots, dashes and underscores only. Rename it.");
    if (name === keptStreamName) refuse('this name is for what Portico keeps itself. Rename it.');
    if (!isObject(stream)) refuse('it is no stream. Declare it by stream({ … }).');
    if (typeof stream.id !== 'function' || typeof stream.map !== 'function')
      refuse('id and map are missing. Declare both as functions.');
    if (!stream.page && !stream.list) refuse('there is no way to read it. Declare page, or list with read.');
    if (!stream.page && !stream.read)
      refuse('a list of ids without read brings no content. Declare read and batch.');
    if (stream.read && !(stream.batch >= 1)) refuse('read without batch. Say how many ids it takes at once.');
    if (stream.page && stream.list && !stream.listEvery)
      refuse('list without listEvery. Say how often the ids are to be compared.');
    if (!['sweep', 'reported', 'never'].includes(stream.deletes))
      refuse('deletes is missing. Say sweep, reported or never.');
    if (!['all', 'some'].includes(stream.enumerates)) refuse('enumerates is missing. Say all or some.');
    if (stream.deletes === 'sweep' && stream.enumerates !== 'all')
      refuse(
        "a sweep over a partial listing would delete what the listing leaves out. Say deletes: 'reported' or 'never'.",
      );
    if (!stream.changedAt && !stream.full)
      refuse("without changedAt only a full pass finds changes. Say how often: full: '1d'.");
    if (stream.changedAt && !['ascending', 'none'].includes(stream.order))
      refuse('with changedAt, order is missing. Say ascending or none.');
    for (const duration of [stream.full, stream.listEvery, stream.lag]) checkDuration(duration, refuse);
  }
  return streams;
}

const isObject = (value: unknown): value is Record<string, AnyStream> =>
  typeof value === 'object' && value !== null;

function checkDuration(duration: Duration | undefined, refuse: (what: string) => never): void {
  if (duration === undefined) return;
  try {
    milliseconds(duration);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
}
