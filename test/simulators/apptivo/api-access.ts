import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import { OBJECT_ID, type ApptivoEmployee } from './apptivo-data.js';
import { ApptivoFailure, type Params } from './apptivo-input.js';
import type { ApptivoState, Author } from './apptivo-state.js';

/** The pair of keys that Business Settings, API Access shows; none while revoked. */
export interface ApptivoKeys {
  apiKey: string;
  accessKey: string;
  revoked: boolean;
}

/** Whom the API acts as: both keys, or an employee's session, on behalf of `userName` if given (apptivo.md §2). */
export function authorOf(state: ApptivoState, keys: ApptivoKeys, params: Params): Author {
  const { employees } = state.data.firm;
  const sessionKey = params.text('sessionKey');
  if (sessionKey) {
    const session = state.sessions.get(sessionKey);
    const employee =
      session && 'employeeId' in session
        ? employees.find((each) => each.employeeId === session.employeeId)
        : undefined;
    if (!employee) throw new ApptivoFailure(ASSUMED_TEXTS.sessionKey);
    return toAuthor(employee);
  }
  if (keys.revoked || params.text('apiKey') !== keys.apiKey) throw new ApptivoFailure(ASSUMED_TEXTS.apiKey);
  if (params.text('accessKey') !== keys.accessKey) throw new ApptivoFailure(ASSUMED_TEXTS.accessKey);
  const userName = params.text('userName');
  if (!userName) return { objectId: OBJECT_ID.employees, refId: 0, name: 'API User' };
  const employee = employees.find(({ email }) => email.toLowerCase() === userName.toLowerCase());
  if (!employee) throw new ApptivoFailure(ASSUMED_TEXTS.user);
  return toAuthor(employee);
}

function toAuthor({ employeeId, name }: ApptivoEmployee): Author {
  return { objectId: OBJECT_ID.employees, refId: employeeId, name };
}
