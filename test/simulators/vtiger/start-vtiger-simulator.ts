import { startSimulator, type Answer, type Call, type Simulator, type Vendor } from '../simulator.js';
import { operationName, runOperation } from './operations.js';
import { readForm } from './read-form.js';
import { recordedData } from './recorded-data.js';
import { staffChanges, type StaffChanges } from './staff-changes.js';
import { asVtiger } from './vtiger-flavour.js';
import type { VtigerData, VtigerUser } from './vtiger-data.js';
import { PhpFatal, VtigerError } from './vtiger-error.js';
import { VtigerState, type Flavour } from './vtiger-state.js';

export interface VtigerSimulatorOptions {
  /** The recorded server's records, if left out. */
  data?: VtigerData;
  port?: number;
  flavour?: Flavour;
  /** Instead of the data's users. The first active admin is the simulator's `user`. */
  users?: VtigerUser[];
  now?: () => Date;
}

export interface VtigerSimulator extends Simulator {
  user: string;
  accessKey: string;
  change: StaffChanges;
  dump(): unknown;
}

/** nginx takes no longer request line (c205: 21,730 characters were too many). */
const LONGEST_PATH = 8_190;

/** Starts a server of the vtiger family; the API is at `<url>/webservice.php`. */
export async function startVtigerSimulator(options: VtigerSimulatorOptions = {}): Promise<VtigerSimulator> {
  const { port = 0, flavour = 'corebos', users, now = () => new Date() } = options;
  const data = options.data ?? recordedData();
  const state = new VtigerState(flavour === 'vtiger' ? asVtiger(data) : data, flavour, now, users);
  const change = staffChanges(state);
  const vendor: Vendor = {
    operation: (call) =>
      call.url.pathname === '/webservice.php' ? operationName(readCallForm(call)) : call.url.pathname,
    serve: (call) => serve(state, call),
    control: change as unknown as Vendor['control'],
    dump: () => dump(state),
  };
  const simulator = await startSimulator(vendor, { port });
  state.url = simulator.url;
  const admin = state.users.find(({ isAdmin, active }) => isAdmin && active) ?? state.users[0];
  return {
    ...simulator,
    user: admin?.name ?? '',
    accessKey: admin?.accessKey ?? '',
    change,
    dump: () => dump(state),
  };
}

function serve(state: VtigerState, call: Call): Answer {
  const { troubles, flavour } = state;
  if (call.url.pathname !== '/webservice.php') return nginxPage(404, 'Not Found');
  if (call.url.pathname.length + call.url.search.length > LONGEST_PATH) {
    return nginxPage(414, 'Request-URI Too Large');
  }
  if (troubles.phpDown) return nginxPage(502, 'Bad Gateway');
  if (troubles.databaseDown) return { status: 500, body: '' };
  if (troubles.maintenance) return { body: 'Webservice - Service is not active' };
  if (troubles.restrictedFile) return { body: 'Sorry! Attempt to access restricted file.' };
  const extra = (moreinfo: unknown): object => (flavour === 'corebos' ? { moreinfo: moreinfo ?? null } : {});
  try {
    const { result, moreinfo } = runOperation(state, readCallForm(call));
    return { json: { success: true, result, ...extra(moreinfo) } };
  } catch (error) {
    if (error instanceof PhpFatal) return { status: 500, body: '' };
    if (!(error instanceof VtigerError)) throw error;
    const { code, message } = error;
    return { json: { success: false, error: { message, code }, ...extra(undefined) } };
  }
}

/** coreBOS also takes the session in a header (c015). */
function readCallForm(call: Call): Record<string, string> {
  const header = call.headers['corebos-authorization'];
  return { ...(typeof header === 'string' ? { sessionName: header } : {}), ...readForm(call) };
}

function nginxPage(status: number, title: string): Answer {
  const heading = `${status} ${title}`;
  const body = `<html>\r\n<head><title>${heading}</title></head>\r\n<body>\r\n<center><h1>${heading}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

function dump(state: VtigerState): unknown {
  return {
    users: state.users.map((user) => ({ ...user, accessKey: undefined })),
    sessions: state.sessions.size,
    troubles: state.troubles,
    comments: state.comments,
    relations: Object.fromEntries(state.relations),
    modules: Object.fromEntries([...state.tables.values()].map((table) => [table.name, table.rows()])),
    deleted: [...state.tables.values()].flatMap((table) =>
      [...table.deleted.keys()].map((id) => table.webId(id)),
    ),
  };
}
