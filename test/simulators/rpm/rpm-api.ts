import type { Answer, Call } from '../simulator.js';

import { contactEndpoints } from './contacts.js';
import { customerEndpoints } from './customers.js';
import { downloadAt, fileEndpoints } from './form-files.js';
import { formListEndpoints } from './form-lists.js';
import { formEndpoints } from './forms.js';
import { processEndpoints } from './processes.js';
import { RpmError } from './rpm-error.js';
import { objectOf, textOf, type RpmInput } from './rpm-input.js';
import type { Endpoints, RpmState } from './rpm-state.js';
import { subscriberEndpoints } from './subscriber.js';
import { userEndpoints } from './users.js';

const SERVICE = /^\/rpm\/api2\.svc\/(\w+)\/?$/i;

/** RPM's one service: `POST /rpm/api2.svc/<name>` with a JSON object or nothing, key in a header (rpm.md §2). */
export interface RpmApi {
  operation(call: Call): string;
  serve(call: Call): Answer;
}

/** Joins all endpoints behind the envelope and the key. */
export function createRpmApi(state: RpmState, apiKey: string): RpmApi {
  const endpoints: Endpoints = {
    ...subscriberEndpoints(state),
    ...customerEndpoints(state),
    ...contactEndpoints(state),
    ...userEndpoints(state),
    ...processEndpoints(state),
    ...formListEndpoints(state),
    ...formEndpoints(state),
    ...fileEndpoints(state),
  };
  const names = new Map(Object.keys(endpoints).map((name) => [name.toLowerCase(), name]));
  const operation = ({ url }: Call): string => {
    const wanted = SERVICE.exec(url.pathname)?.[1];
    return wanted === undefined ? url.pathname : (names.get(wanted.toLowerCase()) ?? wanted);
  };

  return {
    operation,
    serve(call) {
      const { pathname } = call.url;
      const download = call.method === 'GET' ? downloadAt(state, pathname) : undefined;
      if (download) return { body: download, headers: { 'content-type': 'application/octet-stream' } };
      const endpoint = SERVICE.test(pathname) ? endpoints[operation(call)] : undefined;
      if (!endpoint) return page(404, 'Endpoint not found.');
      if (call.method !== 'POST') return page(405, 'Method not allowed.');
      const input = parse(call.body);
      if (!input) return page(400, 'The server encountered an error processing the request.');
      const problem = keyProblem(call, input, apiKey);
      // A bad key is told as plain text, all else as an object (rpm.md §5).
      if (problem) return { json: { Result: { Error: problem } } };
      return answer(state, { endpoint, input, origin: `http://${call.headers.host ?? ''}` });
    },
  };
}

function answer(
  state: RpmState,
  call: { endpoint: Endpoints[string]; input: RpmInput; origin: string },
): Answer {
  const { downloadUrlKey, errorStatus } = state.assumptions;
  try {
    const result = objectOf(call.endpoint(call.input));
    const path = textOf(result[downloadUrlKey]);
    return { json: { Result: path ? { ...result, [downloadUrlKey]: call.origin + path } : result } };
  } catch (error) {
    if (!(error instanceof RpmError)) throw error;
    return { status: errorStatus, json: { Result: { Error: { Message: error.message } } } };
  }
}

function parse(body: string): RpmInput | undefined {
  if (body.trim() === '') return {};
  try {
    return objectOf(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** Older calls carry `Key` in the body; that still works (rpm.md §2). */
function keyProblem({ headers }: Call, input: RpmInput, apiKey: string): string | undefined {
  const given = textOf(headers['rpmapikey']) ?? textOf(input['Key']);
  if (!given) return 'Valid key required';
  if (given === apiKey) return undefined;
  return 'Key not found.  A valid "Key" must appear as the first input data item.';
}

function page(status: number, text: string): Answer {
  return { status, body: `<html><head><title>Service</title></head><body><p>${text}</p></body></html>` };
}
