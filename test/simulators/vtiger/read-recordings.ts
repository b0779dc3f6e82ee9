import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One exchange with a real server, as it was recorded. */
export interface Recording {
  /** Three digits; `c031` in the vendor file is number `031`. */
  number: string;
  name: string;
  note?: string;
  request: {
    method: string;
    /** With the query string. */
    path: string;
    headers: Record<string, string>;
    query?: Record<string, string>;
    form?: Record<string, string>;
    body?: string;
  };
  response: { status: number; headers: Record<string, string>; body: string };
}

/**
 * The recorded exchanges with coreBOS, in the order they were made. The file keeps a GET's parameters and a
 * POST's form once; here the path and the body are put together from them again.
 */
export function readRecordings(): Recording[] {
  const file = join(projectRoot(), 'test/simulators/vtiger/recordings/corebos.jsonl');
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => complete(JSON.parse(line) as Recording));
}

function complete(recording: Recording): Recording {
  const { request } = recording;
  if (request.query) request.path += `?${new URLSearchParams(request.query).toString()}`;
  request.headers ??= {};
  if (request.form) {
    request.body = new URLSearchParams(request.form).toString();
    request.headers['content-type'] = 'application/x-www-form-urlencoded';
  }
  return recording;
}

/** dist/ holds compiled code only, so the recordings are read from the source tree beside package.json. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the recordings reader');
    folder = parent;
  }
  return folder;
}
